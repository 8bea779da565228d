import type { Download, Upload } from '../../../services/chat-system/protocol/requests';
import { roomOfMember } from './membership';
import type { Answer } from './parts';

export const upload: Answer<Upload> = async ({ parts, connection, request }) => {
  await roomOfMember(parts.rooms, connection.user, request.room);
  return [await parts.attachments.upload(request)];
};

export const download: Answer<Download> = async ({ parts, connection, request }) => {
  await roomOfMember(parts.rooms, connection.user, request.room);
  return [await parts.attachments.download(request)];
};
