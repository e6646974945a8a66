import { crc32, inflateRawSync } from 'node:zlib';

/** File contents by path within the zip. */
export type Files = ReadonlyMap<string, Buffer>;

const END = Buffer.from('PK\x05\x06', 'latin1');
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DEFLATED = 8;

/**
 * Reads the files of a zip, even if the zip is embedded in other data, for example a multipart
 * body.
 */
export function readZip(bytes: Buffer): Files {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(END);
  if (end < 0) return files;
  const count = bytes.readUInt16LE(end + 10);
  const directory = end - bytes.readUInt32LE(end + 12);
  const start = directory - bytes.readUInt32LE(end + 16);
  let position = directory;
  for (let index = 0; index < count; index += 1) {
    const nameLength = bytes.readUInt16LE(position + 28);
    const name = bytes.toString('utf8', position + 46, position + 46 + nameLength);
    const compressed = bytes.readUInt32LE(position + 20);
    const local = start + bytes.readUInt32LE(position + 42);
    const contentStart =
      local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(contentStart, contentStart + compressed);
    const isDeflated = bytes.readUInt16LE(position + 10) === DEFLATED;
    if (!name.endsWith('/')) files.set(name, isDeflated ? inflateRawSync(content) : content);
    position +=
      46 + nameLength + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
  }
  return files;
}

/** Writes the files uncompressed. */
export function writeZip(files: Files): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const local = header(LOCAL, name, content);
    locals.push(local, content);
    entries.push(header(CENTRAL, name, content, offset));
    offset += local.length + content.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  END.copy(end);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** Returns an entry of the central directory if `offset` is set, or a local file header otherwise. */
function header(signature: number, name: string, content: Buffer, offset?: number): Buffer {
  const versionMadeBy = Buffer.from([20, 0]);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  const start = Buffer.alloc(4);
  start.writeUInt32LE(signature);
  if (offset === undefined) return Buffer.concat([start, common, Buffer.from(name)]);
  const entryFields = Buffer.alloc(14);
  entryFields.writeUInt32LE(offset, 10);
  return Buffer.concat([start, versionMadeBy, common, entryFields, Buffer.from(name)]);
}
