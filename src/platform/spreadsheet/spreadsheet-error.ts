/** A file that cannot be read as a table, or is not safe to read; the message is a sentence for the person who sent it. */
export class SpreadsheetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SpreadsheetError';
  }
}
