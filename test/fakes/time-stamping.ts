import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a run is signed with that nobody stamps. */
export const UNSTAMPED = {
  askAuthority: (): Promise<Uint8Array> => Promise.reject(new Error('no authority here')),
  random: (size: number): Uint8Array => new Uint8Array(randomBytes(size)),
};

interface AuthorityOptions {
  readonly key?: 'rsa' | 'ec';
  readonly digest?: 'sha256' | 'sha512';
}

/**
 * An authority as openssl is one, in a directory of its own, below a root of its own. `reply` answers requests (DER) at the
 * time of this machine.
 */
export async function makeAuthority({ key = 'ec', digest = 'sha256' }: AuthorityOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'muster-authority-'));
  const file = (name: string) => join(directory, name);
  const openssl = (command: string) => run('openssl', command.split(' '), { cwd: directory });
  await writeFile(file('ts.cnf'), config(digest));
  await writeFile(file('serial'), '01\n');
  const make = key === 'rsa' ? 'rsa:2048' : 'ec -pkeyopt ec_paramgen_curve:P-256';
  const request = (name: string) => `req -config ts.cnf -newkey ${make} -nodes -keyout ${name}.key`;
  await openssl(`${request('root')} -x509 -days 30 -subj /CN=Root -out root.pem`);
  await openssl(`${request('tsa')} -subj /CN=Authority -out tsa.csr`);
  const issued = 'x509 -req -in tsa.csr -CA root.pem -CAkey root.key -set_serial 2 -days 30';
  await openssl(`${issued} -extfile ts.cnf -extensions authority -out tsa.pem`);
  return {
    /** Of the root that its own certificate is below. */
    rootFile: file('root.pem'),
    root: await readFile(file('root.pem'), 'utf8'),
    certificate: await readFile(file('tsa.pem'), 'utf8'),
    reply: async (bytes: Uint8Array): Promise<Uint8Array> => {
      const name = randomBytes(8).toString('hex');
      await writeFile(file(`${name}.tsq`), bytes);
      await openssl(`ts -reply -config ts.cnf -queryfile ${name}.tsq -out ${name}.tsr`);
      return new Uint8Array(await readFile(file(`${name}.tsr`)));
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The same over HTTP, at a free port of this machine. */
export async function serveAuthority(reply: (request: Uint8Array) => Promise<Uint8Array>) {
  const server = createServer((request, response) => {
    void buffer(request)
      .then(reply)
      .then(
        (stamp) => response.setHeader('content-type', 'application/timestamp-reply').end(stamp),
        () => response.writeHead(500).end(),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const config = (digest: string) => `
[req]
distinguished_name = name
x509_extensions = root
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[authority]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = this
[this]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = ${digest}
ess_cert_id_alg = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1
`;
