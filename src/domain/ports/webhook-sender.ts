/** Tells addresses of an organization's choice about its events. */
export interface WebhookSender {
  /** Why an address can never be told anything, as a sentence; null when it may be tried. */
  refusalOf(url: string): string | null;
  /** Posts `body` and resolves with the status of any answer. Throws ProviderError when there was none. */
  post(delivery: { url: string; headers: Record<string, string>; body: string }): Promise<{ status: number }>;
}
