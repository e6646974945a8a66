import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readZip, writeZip } from '../../../../simulator/org/metadata/zip.ts';

describe('a zip', () => {
  const files = new Map([
    ['package.xml', Buffer.from('<Package/>')],
    ['classes/Größe.cls', Buffer.from('class {}')],
  ]);

  it('is read as it was written', () => {
    assert.deepEqual(readZip(writeZip(files)), files);
  });

  it('is found where it lies in a multipart body', () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\n\r\n'),
      writeZip(files),
      Buffer.from('\r\n--x--'),
    ]);
    assert.deepEqual(readZip(body), files);
  });

  it('may be compressed', () => {
    const content = Buffer.from('a'.repeat(100));
    const zip = writeZip(new Map([['a', deflateRawSync(content)]]));
    // What the headers of such an entry say: method 8.
    for (const offset of [8, zip.lastIndexOf('PK\x01\x02', 'latin1') as number]) {
      zip.writeUInt16LE(8, offset === 8 ? 8 : offset + 10);
    }
    assert.deepEqual(readZip(zip).get('a'), content);
  });

  it('that is none has no files', () => {
    assert.equal(readZip(Buffer.from('hello')).size, 0);
  });
});
