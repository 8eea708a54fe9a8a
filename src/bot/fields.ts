import { html } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

/** One line "label: value" of a card, or nothing when there is no value. */
export function field(label: string, value: Html | string | null | undefined): Html | null {
  return value === null || value === undefined || value === '' ? null : html`${label}: ${value}`;
}
