/** What can be found, in the order that equal hits stand in. */
export const searchKinds = ['lead', 'contact', 'company', 'deal', 'call', 'message', 'note'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** Where in a record the searched text stands: `ranges` are pairs [from, to) of UTF-16 units of `text`. */
export interface Highlight {
  /** name, phone, email, telegramUsername, companyName, domain, taxId, amount, transcript, text */
  field: string;
  text: string;
  ranges: [from: number, to: number][];
}

/** One record that was found. */
export interface SearchResult {
  kind: SearchKind;
  id: string;
  title: string;
  /** What tells it from others of the same title: stage, company, owner, sum. */
  subtitle: string | null;
  highlights: Highlight[];
  /** 1 is called exactly so, from 0.7 contains it, from 0.3 is likely meant, below speaks of it. */
  score: number;
  /** When the record came to be, or the message was sent. */
  at: Date;
  /** The records that it belongs to, for opening them. */
  leadId: string | null;
  contactId: string | null;
  companyId: string | null;
  dealId: string | null;
  conversationId: string | null;
}

/** A row of any kind's read. */
export interface FoundRow extends Omit<SearchResult, 'kind' | 'highlights'> {
  /** What else than the name the text was found in. */
  field: string | null;
  fieldText: string | null;
  /** Texts that speak of it, with the found words between markers. */
  quotes: string[] | null;
}

/** Where a page of results ended. */
export interface SearchPlace {
  score: number;
  at: Date;
  id: string;
}
