// Decrypts secrets that gh encrypted as libsodium sealed boxes. Reads JSON with the key pair and the
// boxes from standard input, and writes their contents as JSON. Runs as a separate process, because
// only this check installs the library.
import sodium from 'libsodium-wrappers';

await sodium.ready;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { publicKey, privateKey, boxes } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
const opened = Object.entries(boxes).map(([name, box]) => [
  name,
  Buffer.from(
    sodium.crypto_box_seal_open(bytes(box), bytes(publicKey), bytes(privateKey)),
  ).toString('utf8'),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(opened)));
