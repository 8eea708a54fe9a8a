export interface ErrorParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** A refusal in Telegram's own words: HTTP status, `description` and `parameters` of the envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly parameters: ErrorParameters | undefined;

  constructor(status: number, description: string, parameters?: ErrorParameters) {
    super(description);
    this.name = 'ApiError';
    this.status = status;
    this.parameters = parameters;
  }
}

/** 400 with Telegram's prefix; the first letter after it is lower case unless the text is a CODE or a name. */
export function badRequest(text: string, parameters?: ErrorParameters): ApiError {
  const second = text.charAt(1);
  const keepsCase = second !== second.toLowerCase() || second === '_';
  const shown = keepsCase ? text : text.charAt(0).toLowerCase() + text.slice(1);
  return new ApiError(400, `Bad Request: ${shown}`, parameters);
}

/** 403 with Telegram's prefix. */
export function forbidden(text: string): ApiError {
  return new ApiError(403, `Forbidden: ${text}`);
}
