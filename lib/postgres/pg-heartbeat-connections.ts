import { DatabaseError } from 'pg';
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
      const end = () => client.connection.stream.destroy();
      deadline.addEventListener('abort', end, { once: true });
      const { server } = Who.parse((await client.query(WHO)).rows[0]);
      deadline.removeEventListener('abort', end);
      return {
        server,
        insert: async ({ run, writer, segment, seq, sent }) => {
          await client.query({ ...INSERT, values: [run, writer, segment, seq, formatInstant(sent)] });
        },
        close: end,
      };
    },
    // FATAL ends the session and may follow a commit; only ERROR says that the statement was not committed.
    isRefusal: (error) => error instanceof DatabaseError && error.severity === 'ERROR',
  };
}
