import { showTime } from '#bot/dates.ts';
import { lines } from '#bot/formatting.ts';
import type { Reader } from '#bot/context.ts';
import type { Screen } from '#bot/screen.ts';

/** A line that shows that reports arrive in a channel. */
export function renderReportTest(at: Date, reader: Reader): Screen {
  return { text: lines(reader.texts.reports.test(showTime(at, reader))), keyboard: { inline_keyboard: [] } };
}
