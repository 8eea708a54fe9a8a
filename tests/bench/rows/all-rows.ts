import type { BenchRow } from '../bench.ts';
import { botUpdates } from './bot-updates.ts';
import { cardsRow } from './cards.ts';
import { jobsRow } from './jobs.ts';
import { leadsApi } from './leads-api.ts';
import { searchRow } from './search.ts';
import { searchEverything } from './search-everything.ts';
import { dashboardRow } from './dashboard.ts';
import { socketsRow } from './sockets.ts';
import { startRow } from './start.ts';
import { tapRow } from './taps.ts';
import { webhooks } from './webhooks.ts';

/** In the order of the table. */
export const allRows: BenchRow[] = [
  botUpdates,
  tapRow,
  webhooks,
  leadsApi,
  searchRow,
  searchEverything,
  jobsRow,
  cardsRow,
  socketsRow,
  dashboardRow,
  startRow,
];
