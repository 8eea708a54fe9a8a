export { createRetellTelephony } from '#integrations/retell/client.ts';
export type { RetellOptions } from '#integrations/retell/client.ts';
