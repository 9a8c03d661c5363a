import { MusterFailure } from '../domain/failure.ts';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import type { Evidence } from '../domain/ledger/outage-finding.ts';
import { shownByFailure } from '../domain/ledger/shown-by-failure.ts';
import { HeartbeatStatus, type OutageWitnessInput } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import type { EndpointProbe } from '../ports/endpoint-probe.ts';
import type { Objects } from '../ports/objects.ts';

/** An API may take so many times as long as it took in calm times before its silence counts. */
const PATIENCE = 3;
const CALM_CALLS = 5;
const STALE_EVERY_MS = 30;

export interface OutageWitnessPorts {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly databases: Databases;
  readonly endpoint: EndpointProbe;
}

export interface OutageWitnessConfig {
  readonly run: string;
  /** Database whose primary is looked at. */
  readonly source: string;
  /** Region that this witness looks from. */
  readonly region: string;
  readonly primary: OutageWitnessInput;
  readonly attemptTimeoutMs: number;
}

interface Look {
  readonly subject: Evidence['subject'];
  readonly vantage: string;
  readonly startedAt: Instant;
  readonly patienceMs: number;
  answer: Pick<Evidence, 'seen' | 'shows' | 'at'> | null;
}

/**
 * Looks at the primary region from the recovery region as soon as the first heartbeat fails, so that what is lost is
 * known when the detection rule fires. A good heartbeat ends it, and so does `close`. It never delays anything:
 * `evidence` is what is known.
 */
export class OutageWitness {
  readonly #ports: OutageWitnessPorts;
  readonly #config: OutageWitnessConfig;
  #calmMs = 0;
  #looks: readonly Look[] = [];
  #closed = false;

  constructor(ports: OutageWitnessPorts, config: OutageWitnessConfig) {
    this.#ports = ports;
    this.#config = config;
  }

  /** Makes the API's client warm, and learns how long an answer takes in calm times: the quickest of a few. */
  async prepare(): Promise<void> {
    const { clock } = this.#ports;
    const tookMs: number[] = [];
    for (let call = 0; call < CALM_CALLS; call += 1) {
      const start = clock.now();
      await this.#describe().catch(() => null);
      tookMs.push((clock.now() - start) / 1000);
    }
    this.#calmMs = Math.min(...tookMs);
  }

  /** Takes one heartbeat's end; the first failure since a good one starts the looks. */
  observe({ sent, good }: { sent: Instant; good: boolean }): void {
    if (this.#closed) return;
    if (good) this.#looks = [];
    else if (this.#looks.length === 0) this.#start(sent);
  }

  /** Ends the looks: an environment that is kept warm would go on with them when its segment has long been answered. */
  close(): void {
    this.#closed = true;
    this.#looks = [];
  }

  /** What is known by now. A look that has waited for long enough without an answer is one that met silence. */
  evidence(): readonly Evidence[] {
    const now = this.#ports.clock.now();
    return this.#looks.map(({ subject, vantage, startedAt, patienceMs, answer }) => {
      if (answer) return { vantage, subject, ...answer };
      const waitedMs = (now - startedAt) / 1000;
      return {
        vantage,
        subject,
        seen: `no answer for ${Math.round(waitedMs)} ms`,
        shows: subject !== 'stale-writer' && waitedMs >= patienceMs ? 'silence' : 'nothing',
        at: formatInstant(now),
      };
    });
  }

  #start(sent: Instant): void {
    const { region, source, primary, attemptTimeoutMs } = this.#config;
    const startedAt = this.#ports.clock.now();
    const look = (subject: Look['subject'], vantage: string, patienceMs: number): Look => {
      return { subject, vantage, startedAt, patienceMs, answer: null };
    };
    const api = look('regional-api', region, Math.max(attemptTimeoutMs, PATIENCE * this.#calmMs));
    const endpoint = look('endpoint', region, attemptTimeoutMs);
    const stale = look('stale-writer', `the stale writer of ${source}`, attemptTimeoutMs);
    this.#looks = [api, ...(primary.address ? [endpoint] : []), ...(primary.staleWriter ? [stale] : [])];
    void this.#askApi(api);
    if (primary.address) void this.#askEndpoint(endpoint, primary.address);
    if (primary.staleWriter) void this.#followStaleWriter(stale, sent + attemptTimeoutMs * 500);
  }

  #describe() {
    const { region, instance } = this.#config.primary;
    return this.#ports.databases.describe({ region, instance });
  }

  /** Any answer of the service shows that it is there, also a refusal; a call that failed on its way shows nothing. */
  async #askApi(look: Look): Promise<void> {
    try {
      const { status } = await this.#describe();
      this.#settle(look, `answered, the instance is ${status}`, 'life');
    } catch (error) {
      this.#settle(look, error instanceof MusterFailure ? error.seen : String(error), shownByFailure(error));
    }
  }

  async #askEndpoint(look: Look, address: { host: string; port: number }): Promise<void> {
    const { answered, seen } = await this.#ports.endpoint.ask(address, PATIENCE * look.patienceMs);
    this.#settle(look, seen, answered ? 'life' : 'silence');
  }

  /** Reads what the stale writer says of itself until it says something about the time of this outage. */
  async #followStaleWriter(look: Look, since: Instant): Promise<void> {
    while (this.#looks.includes(look) && look.answer === null) {
      // A status that cannot be read, or is none, has said nothing.
      await this.#askStaleWriter(look, since).catch(() => undefined);
      await this.#ports.clock.sleep(STALE_EVERY_MS);
    }
  }

  /** An acknowledgement soon after the heartbeat that failed was sent may still be older than the outage. */
  async #askStaleWriter(look: Look, since: Instant): Promise<void> {
    const { run, source } = this.#config;
    const stored = await this.#ports.objects.get(runKeys.status(run, 'stale', source));
    if (!stored) return;
    const { at, lastGoodAt, failing } = HeartbeatStatus.parse(JSON.parse(stored.text));
    if (lastGoodAt && parseInstant(lastGoodAt) > since) {
      this.#settle(look, `acknowledged at ${lastGoodAt}`, 'life');
    } else if (failing && parseInstant(at) > since) {
      this.#settle(look, `nothing acknowledged since ${lastGoodAt ?? 'its start'}`, 'silence');
    }
  }

  #settle(look: Look, seen: string, shows: Evidence['shows']): void {
    look.answer = { seen, shows, at: formatInstant(this.#ports.clock.now()) };
  }
}
