import { isObject, type JsonObject } from "../json";
import { Struct } from "./grpc";

/*
 * Protobuf's `Struct` as bytes. Its JavaScript library creates five objects for each value, and sorts and copies
 * them, which would be half of the plugin's work for ten thousand rooms. So structs of requests stay bytes until
 * they are read, and those of responses are written at once.
 */

/** A struct that keeps its bytes. A property of its own, because a WeakMap would keep many of them for longer. */
type EncodedStruct = Struct & { encoded?: Uint8Array };

/** A message with these bytes. The library parses them only if other code asks for the fields. */
export function structOf(bytes: Uint8Array, struct = new Struct()): Struct {
  // This is how the library writes the fields of a struct into a message.
  const written = {
    getLength: () => bytes.length,
    serializeBinary: (_field: number, writer: { writeSerializedMessage(...part: unknown[]): void }) =>
      writer.writeSerializedMessage(bytes, 0, bytes.length),
  };
  let parsed: Struct | undefined;
  const getFieldsMap = (isWriting?: boolean) => {
    if (isWriting) return written;
    parsed ??= Struct.deserializeBinary(bytes);
    return parsed.getFieldsMap();
  };
  return Object.assign(struct, { getFieldsMap, encoded: bytes });
}

export const bytesOf = (struct: EncodedStruct): Uint8Array => struct.encoded ?? struct.serializeBinary();

/** Deserializes a request whose structs stay bytes. */
export function keepStructs<Request>(deserialize: () => Request): Request {
  const original = Struct.deserializeBinaryFromReader;
  Struct.deserializeBinaryFromReader = (struct, reader) => {
    const start = reader.getCursor();
    while (reader.nextField()) reader.skipField();
    return structOf((reader.getBuffer() as Uint8Array).subarray(start, reader.getCursor()), struct);
  };
  try {
    return deserialize();
  } finally {
    Struct.deserializeBinaryFromReader = original;
  }
}

/** The fields of `Value`. */
const NULL = 1;
const NUMBER = 2;
const STRING = 3;
const BOOL = 4;
const STRUCT = 5;
const LIST = 6;

/** The fields of a struct, as JSON. The keys are sorted, because the engine sends them in random order. */
export const decodeStruct = (bytes: Uint8Array): JsonObject =>
  new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).struct(bytes.length);

class Reader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  struct(end: number): JsonObject {
    const entries: [string, unknown][] = [];
    let isSorted = true;
    this.fields(end, (field, endOfEntry) => {
      if (field !== 1) return;
      let key = "";
      let value: unknown = null;
      this.fields(endOfEntry, (field, end) => {
        if (field === 1) key = this.buffer.toString("utf8", this.at, end);
        else if (field === 2) value = this.value(end);
      });
      isSorted &&= entries.length === 0 || entries.at(-1)![0] < key;
      entries.push([key, value]);
    });
    if (!isSorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries);
  }

  private value(end: number): unknown {
    let value: unknown = null;
    this.fields(end, (field, end) => {
      if (field === NULL) value = null;
      else if (field === NUMBER) value = this.buffer.readDoubleLE(this.at);
      else if (field === STRING) value = this.buffer.toString("utf8", this.at, end);
      else if (field === BOOL) value = this.buffer[this.at] !== 0;
      else if (field === STRUCT) value = this.struct(end);
      else if (field === LIST) value = this.list(end);
    });
    return value;
  }

  private list(end: number): unknown[] {
    const items: unknown[] = [];
    this.fields(end, (field, end) => {
      if (field === 1) items.push(this.value(end));
    });
    return items;
  }

  /** Calls back for each field up to `end`, at the start of its content. */
  private fields(end: number, read: (field: number, end: number) => void): void {
    while (this.at < end) {
      const tag = this.varint();
      const next = this.endOfContent(tag & 7);
      if (next > end) throw new Error("the engine sent a value that is cut off");
      read(tag >>> 3, next);
      this.at = next;
    }
  }

  /** The end of a field's content. The position is at its start. */
  private endOfContent(wireType: number): number {
    const { at } = this;
    switch (wireType) {
      case 0: {
        this.varint();
        const end = this.at;
        this.at = at;
        return end;
      }
      case 1:
        return at + 8;
      case 2:
        return this.varint() + this.at;
      case 5:
        return at + 4;
      default:
        throw new Error(`the engine sent a value with the unknown wire type ${wireType}`);
    }
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.buffer[this.at++]!;
      value += (byte & 127) * factor;
      if (!(byte & 128)) return value;
    }
  }
}

/** Writes JSON as the bytes of a struct. Keys without a value are omitted. */
export function encodeStruct(fields: JsonObject): Uint8Array {
  const writer = new Writer();
  writer.struct(fields);
  return writer.bytes();
}

/** Writes from the end to the start, because the length of a part precedes it. */
class Writer {
  private buffer = Buffer.allocUnsafe(1024);
  private start = 1024;

  bytes(): Uint8Array {
    return this.buffer.subarray(this.start);
  }

  struct(fields: JsonObject): void {
    const keys = Object.keys(fields);
    for (let i = keys.length - 1; i >= 0; i--) {
      const value = fields[keys[i]!];
      if (value === undefined) continue;
      this.part(1, () => {
        this.part(2, () => this.value(value));
        this.string(1, keys[i]!);
      });
    }
  }

  private value(value: unknown): void {
    if (typeof value === "string") this.string(STRING, value);
    else if (typeof value === "number") {
      this.reserve(9);
      this.start -= 8;
      this.buffer.writeDoubleLE(value, this.start);
      this.buffer[--this.start] = (NUMBER << 3) | 1;
    } else if (Array.isArray(value)) {
      this.part(LIST, () => {
        for (let i = value.length - 1; i >= 0; i--) this.part(1, () => this.value(value[i]));
      });
    } else if (isObject(value)) this.part(STRUCT, () => this.struct(value));
    else {
      this.varint(value === true ? 1 : 0);
      this.varint((typeof value === "boolean" ? BOOL : NULL) << 3);
    }
  }

  /** The engine rejects a whole response with an unpaired surrogate, which JSON may contain. This replaces it. */
  private string(field: number, text: string): void {
    this.part(field, () => {
      const length = Buffer.byteLength(text);
      this.reserve(length);
      this.start -= length;
      this.buffer.write(text, this.start);
    });
  }

  private part(field: number, write: () => void): void {
    const end = this.written;
    write();
    this.varint(this.written - end);
    this.varint((field << 3) | 2);
  }

  private varint(value: number): void {
    this.reserve(5);
    let size = 1;
    for (let rest = value; rest > 127; rest >>>= 7) size++;
    this.start -= size;
    let at = this.start;
    for (; value > 127; value >>>= 7) this.buffer[at++] = (value & 127) | 128;
    this.buffer[at] = value;
  }

  /** Number of bytes that are written. */
  private get written(): number {
    return this.buffer.length - this.start;
  }

  private reserve(size: number): void {
    if (this.start >= size) return;
    const { written } = this;
    const larger = Buffer.allocUnsafe(2 * (this.buffer.length + size));
    this.buffer.copy(larger, larger.length - written, this.start);
    this.start = larger.length - written;
    this.buffer = larger;
  }
}
