import { Client } from 'pg';

/**
 * A connection whose loss never ends the process. Pools listen only to idle connections, so one that is lost between two
 * statements of a transaction would have nobody to hear it; whoever holds it learns of the loss by its next statement.
 */
export class SteadyClient extends Client {
  constructor(config?: ConstructorParameters<typeof Client>[0]) {
    super(config);
    this.on('error', () => undefined);
  }
}
