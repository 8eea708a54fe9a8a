/** One line of the table. */
export interface Finding {
  metric: string;
  goal: string;
  /** What was compared with, in its own unit. */
  baseline: string;
  product: string;
  /** The ratio or figure that the goal is about, with its spread over the rounds. */
  result: string;
  /** Null when there is a figure and no goal for it. */
  isMet: boolean | null;
}

const columns = ['metric', 'baseline', 'product', 'result', 'goal', 'met'] as const;

/** The findings as a Markdown table. */
export function tableOf(findings: readonly Finding[]): string {
  const cells = findings.map((finding) => [
    finding.metric,
    finding.baseline,
    finding.product,
    finding.result,
    finding.goal,
    finding.isMet === null ? '–' : finding.isMet ? 'met' : '**not met**',
  ]);
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

export const perSec = (value: number): string =>
  value >= 1_000 ? `${(value / 1_000).toFixed(value >= 10_000 ? 1 : 2)}k/s` : `${value.toFixed(0)}/s`;

export const ms = (value: number): string =>
  value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(value >= 10 ? 1 : 2)} ms`;

export const times = (value: number): string => `${value.toFixed(value >= 10 ? 1 : 2)} ×`;
