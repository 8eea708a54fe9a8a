import { ShowCommandsInput, showCommands } from '#domain/users/show-commands.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Repeating it does no harm: the same commands are shown again. */
export const showCommandsJob = defineJob({
  name: 'show-commands',
  queue: 'telegram',
  input: ShowCommandsInput,
  maxAttempts: 5,
  run: showCommands,
});
