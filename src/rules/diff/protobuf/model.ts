import type { FileLine } from '../change.ts';

export type Range = readonly [from: number, to: number];
export type Field = {
  number: number;
  name: string;
  jsonName: string;
  /** As written, or `map<key, value>`. */
  type: string;
  label: 'required' | 'optional' | 'repeated' | 'map' | 'implicit';
  oneof: string | null;
  default: string;
};
export type Message = { kind: 'message'; fields: Map<number, Field>; ranges: Range[]; names: string[] };
export type Enumeration = { kind: 'enum'; values: Map<number, string[]>; ranges: Range[]; names: string[] };
export type Method = { request: string; response: string; clientStreams: boolean; serverStreams: boolean };
export type Contract = { kind: 'service'; methods: Map<string, Method> };
export type Declared = Message | Enumeration | Contract;

/** Everything a set of files declares, by full name; lines by full name of a declaration or member. */
export type Declarations = { types: Map<string, Declared>; lines: Map<string, FileLine> };
