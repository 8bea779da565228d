import type { BrowserContext, Locator, Page } from 'playwright-core';

/** A file that is sent. */
export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What a user does in a window of the chat, and what is to be seen there. Everything waits, and throws after a while. */
export class ChatWindow {
  private constructor(
    readonly page: Page,
    readonly user: string,
  ) {}

  /** Opens the chat and signs in. */
  static async open(context: BrowserContext, url: string, user: string): Promise<ChatWindow> {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByLabel('Your name').fill(user);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const opened = new ChatWindow(page, user);
    await opened.sees('Connected');
    return opened;
  }

  /** Begins a room: of two with one name, a group with several and a title. */
  async begin(names: string, title?: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New chat' }).click();
    await this.page.getByLabel('With', { exact: true }).fill(names);
    if (title !== undefined) await this.page.getByLabel('Title of the group').fill(title);
    await this.page.getByRole('button', { name: 'Begin' }).click();
    await this.page.getByRole('heading', { level: 2, name: title ?? names, exact: true }).waitFor();
  }

  async choose(room: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: room }).first().click();
    await this.page.getByRole('heading', { level: 2, name: room, exact: true }).waitFor();
  }

  /** Writes a message and sends it; does not wait until it is stored. */
  async say(text: string): Promise<void> {
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.page.getByLabel('Message', { exact: true }).press('Enter');
  }

  /** Sends a file with some words, and waits until it has left. */
  async attach(file: SentFile, text: string): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles(file);
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
    await this.message(text).waitFor();
  }

  /** The message with these words. */
  message(text: string): Locator {
    return this.page.locator('.message').filter({ hasText: text });
  }

  /** Waits until the message is there, and of one's own until it is stored. */
  async has(text: string): Promise<void> {
    await this.message(text).first().waitFor();
  }

  async isSent(text: string): Promise<void> {
    await this.message(text).filter({ hasText: '✓ Sent' }).waitFor();
  }

  /** Waits until a picture is loaded and shown. */
  async seesPicture(name: string): Promise<void> {
    const picture = this.page.getByRole('img', { name });
    await picture.waitFor();
    await picture.evaluate((image) => (image as HTMLImageElement).decode());
  }

  /** Waits until these words are visible somewhere. */
  async sees(words: string): Promise<void> {
    await this.page.getByText(words, { exact: true }).filter({ visible: true }).first().waitFor();
  }

  /** Waits until the window says that its connection is lost. */
  async isDisconnected(): Promise<void> {
    await this.page
      .getByText(/^No connection/)
      .filter({ visible: true })
      .first()
      .waitFor();
  }

  /** The texts of the room, in the order in which they are shown. */
  async texts(): Promise<readonly string[]> {
    return await this.page.locator('.message .words').allInnerTexts();
  }
}
