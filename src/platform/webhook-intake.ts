import type { Database } from '#platform/database/database.ts';
import { createGroupCommit } from '#platform/database/group-commit.ts';
import type { WakeUp } from '#platform/effects/effect-store.ts';
import { newId } from '#platform/ids.ts';
import { storable } from '#platform/storable.ts';

/** A proven webhook as it came. */
export interface IncomingDelivery {
  organizationId: string;
  provider: string;
  /** The same event of the same provider has the same key. */
  dedupeKey: string;
  /** The raw text. */
  body: string;
  headers: Record<string, string>;
  /** The provider's facts in the product's words, for the job that applies them. */
  parsed: unknown;
}

export interface StoredDelivery {
  id: string;
  /** False for a repeat: nothing was written. */
  isNew: boolean;
}

export interface WebhookIntake {
  /** Resolves when the delivery and the work it asks for are durable. */
  accept(delivery: IncomingDelivery): Promise<StoredDelivery>;
}

export const handleWebhookKind = 'handle-webhook';
const queue = 'system';

/**
 * Takes webhooks in: each becomes a delivery row and an effect that handles it, both or neither, and deliveries that
 * arrive together share one statement. A repeat is answered alike and writes nothing.
 */
export function createWebhookIntake(options: { database: Database; wake(wakeUps: WakeUp[]): void }): WebhookIntake {
  const { database, wake } = options;
  const store = createGroupCommit<IncomingDelivery, StoredDelivery>(async (deliveries) => {
    const rows = deliveries.map((delivery) => ({
      id: newId(),
      effect_id: newId(),
      organization_id: delivery.organizationId,
      provider: delivery.provider,
      dedupe_key: delivery.dedupeKey,
      body: delivery.body,
      headers: delivery.headers,
      result: { parsed: delivery.parsed ?? null },
    }));
    const written = await database.prepared<{ id: string }>('webhook-intake', intakeText, [
      // One text that PostgreSQL cannot keep must not fail the deliveries beside it.
      JSON.stringify(storable(rows)),
      handleWebhookKind,
      queue,
    ]);
    const fresh = new Set(written.map((row) => row.id));
    const wakeUps = rows
      .filter((row) => fresh.has(row.id))
      .map((row) => ({ id: row.effect_id, kind: handleWebhookKind, queue, attempts: 0, delayMs: 0 }));
    if (wakeUps.length > 0) wake(wakeUps);
    return rows.map((row) => ({ id: row.id, isNew: fresh.has(row.id) }));
  });
  return { accept: store };
}

// Effects are made from what the insert returned, so a repeat asks for no work.
const intakeText = `
  WITH incoming AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS delivery(id uuid, effect_id uuid, organization_id uuid, provider text,
                                                            dedupe_key text, body text, headers jsonb, result jsonb)
  ), stored AS (
    INSERT INTO webhook_deliveries (id, organization_id, provider, dedupe_key, body, headers, result)
    SELECT id, organization_id, provider, dedupe_key, body, headers, result FROM incoming
    ON CONFLICT (organization_id, provider, dedupe_key) DO NOTHING
    RETURNING id
  ), planned AS (
    INSERT INTO effects (id, organization_id, kind, key, queue, payload)
    SELECT incoming.effect_id, incoming.organization_id, $2::text, $2::text || ':' || incoming.id, $3::text,
           jsonb_build_object('deliveryId', incoming.id)
    FROM incoming JOIN stored ON stored.id = incoming.id
    ON CONFLICT (key) DO NOTHING
  )
  SELECT id::text FROM stored`;
