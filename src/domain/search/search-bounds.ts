import type { ReadBounds } from '#platform/database/database.ts';

/**
 * How every search runs. Its statements are large, and planning them for each text would take longer than running them: they
 * are written so that one plan is good for any text. Half of the runs of three letters make a word like another.
 */
export const searchBounds: ReadBounds = {
  withinMs: 1_500,
  settings: {
    'pg_trgm.word_similarity_threshold': '0.5',
    plan_cache_mode: 'force_generic_plan',
    max_parallel_workers_per_gather: '0',
    enable_seqscan: 'off',
    jit: 'off',
  },
};
