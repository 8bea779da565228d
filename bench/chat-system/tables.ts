/** Names of the tables of the benchmark. */
export const tables = { messages: 'messages', rooms: 'rooms', sessions: 'sessions' } as const;
