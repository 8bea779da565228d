import type { DownloadTicket, UploadTicket } from '../protocol/events';
import type { Download, Upload } from '../protocol/requests';

/** Where files are that messages point to. Whoever calls it has checked that the user is a member of the room. */
export interface Attachments {
  /**
   * A form to post one file with: this key, this type, at most this size, for five minutes.
   *
   * @throws Refusal
   */
  upload(request: Upload): Promise<UploadTicket>;

  /**
   * An address to get the file from, for five minutes.
   *
   * @throws Refusal `not-available` unless the file was scanned and found to be harmless
   */
  download(request: Download): Promise<DownloadTicket>;
}
