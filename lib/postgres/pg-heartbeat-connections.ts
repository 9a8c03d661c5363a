import { type Client, DatabaseError } from 'pg';
import * as z from 'zod';
import { formatInstant } from '../domain/instant.ts';
import type { HeartbeatConnection, HeartbeatConnections } from '../ports/heartbeat-connections.ts';
import { type ConnectPorts, connect } from './connect.ts';

const WHO = "select host(inet_server_addr()) || ':' || inet_server_port() as server";
const Who = z.object({ server: z.string() });

const INSERT = {
  name: 'muster_heartbeat',
  text: 'insert into muster.heartbeat (run, writer, segment, seq, sent) values ($1, $2, $3, $4, $5)',
};

/** Writers' sessions on PostgreSQL: one round trip says which server answered, then a prepared insert a row. */
export function makePgHeartbeatConnections(ports: ConnectPorts): HeartbeatConnections {
  return {
    open: async (target, { unansweredMs, answeredMs }, onAnswer): Promise<HeartbeatConnection> => {
      const deadline = AbortSignal.timeout(answeredMs);
      const client = await connect(ports, target, { limitMs: answeredMs, unansweredMs, onAnswer });
      return {
        server: await askWho(client, deadline),
        insert: async ({ run, writer, segment, seq, sent }) => {
          await client.query({ ...INSERT, values: [run, writer, segment, seq, formatInstant(sent)] });
        },
        close: () => client.connection.stream.destroy(),
      };
    },
    // FATAL ends the session and may follow a commit; only ERROR says that the statement was not committed.
    isRefusal: (error) => error instanceof DatabaseError && error.severity === 'ERROR',
  };
}

/** A session that cannot say who it is with is ended: the deadline may have passed while it was opened. */
async function askWho(client: Client, deadline: AbortSignal): Promise<string> {
  const end = () => client.connection.stream.destroy();
  deadline.addEventListener('abort', end, { once: true });
  try {
    deadline.throwIfAborted();
    return Who.parse((await client.query(WHO)).rows[0]).server;
  } catch (error) {
    end();
    throw error;
  } finally {
    deadline.removeEventListener('abort', end);
  }
}
