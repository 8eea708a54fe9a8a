import type { AppError } from '#platform/errors.ts';
import { callRules } from '#domain/call-permission/call-permission.ts';
import { reasons } from '#domain/reasons.ts';
import type { Reason } from '#domain/reasons.ts';
import type { Reader } from '#bot/context.ts';
import { html, lines } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

const known = new Set<string>(reasons);

function isReason(text: string): text is Reason {
  return known.has(text);
}

/** The sentence for a refusal in the reader's language: what was refused and the way out. */
export function refusalText(error: AppError, reader: Reader): Html {
  const { errors } = reader.texts;
  if (error.reason === 'input.invalid' && error.fields.length > 0) {
    const problems = error.fields.map((field) => html`• <b>${field.field}</b>: ${field.problem}`);
    return lines(errors.reasons['input.invalid']({}), ...problems);
  }
  if (error.reason === 'callPermission.denied') {
    const refused = String(error.params['why'] ?? '').split(', ');
    const why = callRules
      .filter((rule) => refused.includes(rule))
      .map((rule) => reader.texts.callRequests.rules[rule]({}));
    return html`${errors.reasons['callPermission.denied']({})}${why.length > 0 ? `: ${why.join('; ')}` : ''}.`;
  }
  if (isReason(error.reason)) return html`${errors.reasons[error.reason](error.params)}`;
  if (error.reason.endsWith('.notFound')) return html`${errors.notFound}`;
  if (error.reason.endsWith('.changedMeanwhile')) return html`${errors.changedMeanwhile}`;
  return html`${errors.unknownRefusal}`;
}
