import type { Finding } from './finding.ts';
import type { LoadGenerator } from './load/load.ts';
import type { Databases } from './world/databases.ts';
import type { LoopbackTelegram } from './world/loopback-telegram.ts';

/** What every row may use. */
export interface Bench {
  /** A folder of the run's own. */
  folder: string;
  databases: Databases;
  load: LoadGenerator;
  telegram: LoopbackTelegram;
  /** Rounds of each side and milliseconds of each round. */
  rounds: number;
  roundMs: number;
  log(line: string): void;
}

/** Measures one or more lines of the table. */
export interface BenchRow {
  name: string;
  run(bench: Bench): Promise<Finding[]>;
}
