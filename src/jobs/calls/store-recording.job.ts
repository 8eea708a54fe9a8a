import { StoreRecordingInput, giveUpRecording, storeRecording } from '#domain/calls/store-recording.ts';
import { defineJob } from '#jobs/define-job.ts';

export const storeRecordingJob = defineJob({
  name: 'store-recording',
  queue: 'system',
  input: StoreRecordingInput,
  maxAttempts: 8,
  leaseSec: 120,
  run: storeRecording,
  onParked: (ctx, { callId }, error) => giveUpRecording(ctx, { callId, error }),
});
