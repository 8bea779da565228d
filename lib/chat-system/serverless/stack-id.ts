/** Id of the serverless stack in the app. */
export const SERVERLESS_STACK = 'ChatSystem-Serverless';
