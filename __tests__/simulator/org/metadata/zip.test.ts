import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readZip, writeZip } from '../../../../simulator/org/metadata/zip.ts';

describe('readZip', () => {
  const files = new Map([
    ['package.xml', Buffer.from('<Package/>')],
    ['classes/Größe.cls', Buffer.from('class {}')],
  ]);

  it('reads the files that writeZip wrote', () => {
    assert.deepEqual(readZip(writeZip(files)), files);
  });

  it('finds a zip within a multipart body', () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\n\r\n'),
      writeZip(files),
      Buffer.from('\r\n--x--'),
    ]);
    assert.deepEqual(readZip(body), files);
  });

  it('reads compressed files', () => {
    const content = Buffer.from('a'.repeat(100));
    const zip = writeZip(new Map([['a', deflateRawSync(content)]]));
    // Sets the compression method in both headers to 8, which is deflate.
    for (const offset of [8, zip.lastIndexOf('PK\x01\x02', 'latin1') as number]) {
      zip.writeUInt16LE(8, offset === 8 ? 8 : offset + 10);
    }
    assert.deepEqual(readZip(zip).get('a'), content);
  });

  it('returns no files if the data is not a zip', () => {
    assert.equal(readZip(Buffer.from('hello')).size, 0);
  });
});
