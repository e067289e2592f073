#!/usr/bin/python3
"""Writes cbor.jsonl, msgpack.jsonl and protobuf.jsonl beside itself: values as real libraries encode them, each with
the value as JSON to compare with.

usage: apt install python3-cbor2 python3-msgpack protobuf-compiler; npm install cbor-x @msgpack/msgpack (in FOLDER)
       ./record_items.py FOLDER
"""
import datetime
import decimal
import json
import pathlib
import subprocess
import sys
import uuid

import cbor2
import msgpack

HERE = pathlib.Path(__file__).parent
PLAIN = {
    "reading": {"sensor": "roof", "celsius": 21.5, "ok": True, "tags": ["a", "b"], "none": None},
    "numbers": {"values": [0, 1, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, 18446744073709551615,
                           -1, -24, -25, -256, -257, -65537, -4294967297, -9223372036854775808]},
    "floats": {"values": [0.5, 1.1, -4.25, 1e300]},
    "words": {"ascii": "hello", "accents": "Grüße", "cjk": "你好", "emoji": "😀", "long": "x" * 300},
    "nested": {"a": {"b": {"c": [[[]], {}]}}},
    "list": [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}],
    "many": {"values": list(range(40))},
}
NODE = """
const [folder, library] = process.argv.slice(1);
const values = JSON.parse(require('fs').readFileSync(0));
const { createRequire } = require('module');
const load = createRequire(folder + '/');
const encode = library === 'cbor' ? load('cbor-x').encode : load('@msgpack/msgpack').encode;
for (const [name, value] of Object.entries(values))
  console.log(name + ' ' + Buffer.from(encode(value)).toString('hex'));
"""


def line(name, by, octets, value):
    return json.dumps({"name": name, "by": by, "hex": octets.hex(), "value": value}, ensure_ascii=False)


def node(folder, library):
    # Numbers over 2^53 are no numbers of JavaScript.
    values = {name: value for name, value in PLAIN.items() if name != "numbers"}
    out = subprocess.run(["node", "-e", NODE, folder, library], input=json.dumps(values), text=True,
                         capture_output=True, check=True).stdout
    for each in out.splitlines():
        name, octets = each.split()
        yield line(name, "cbor-x" if library == "cbor" else "@msgpack/msgpack", bytes.fromhex(octets), values[name])


def cbor(folder):
    for name, value in PLAIN.items():
        yield line(name, "cbor2", cbor2.dumps(value), value)
    noon = datetime.datetime(2026, 11, 23, 12, 0, 0, 500000, tzinfo=datetime.timezone.utc)
    identity = uuid.UUID("12345678-1234-5678-1234-567812345678")
    tagged = {"at": noon, "big": 2 ** 70, "id": identity, "price": decimal.Decimal("19.99"), "raw": b"\x00\xff"}
    yield line("tags", "cbor2", cbor2.dumps(tagged),
               {"at": "2026-11-23T12:00:00.500000Z", "big": "h'400000000000000000'", "id": "h'" + identity.hex + "'",
                "price": [-2, 1999], "raw": "h'00ff'"})
    yield line("timestamp", "cbor2", cbor2.dumps({"at": noon}, datetime_as_timestamp=True), {"at": 1795435200.5})
    yield line("half", "cbor2", cbor2.dumps({"v": [1.5, -2.0, 65504.0]}, canonical=True), {"v": [1.5, -2, 65504]})
    yield from node(folder, "cbor")


def messagepack(folder):
    for name, value in PLAIN.items():
        yield line(name, "msgpack-python", msgpack.packb(value), value)
    noon = datetime.datetime(2026, 11, 23, 12, 0, 0, 500000, tzinfo=datetime.timezone.utc)
    yield line("timestamp", "msgpack-python", msgpack.packb({"at": noon}, datetime=True),
               {"at": "2026-11-23T12:00:00.5Z"})
    yield line("whole seconds", "msgpack-python", msgpack.packb({"at": noon.replace(microsecond=0)}, datetime=True),
               {"at": "2026-11-23T12:00:00Z"})
    far = msgpack.Timestamp(-1, 500_000_000)
    yield line("before 1970", "msgpack-python", msgpack.packb({"at": far}), {"at": "1969-12-31T23:59:59.5Z"})
    yield line("ext", "msgpack-python", msgpack.packb({"e": msgpack.ExtType(5, b"\x01\x02\x03")}), {"e": "h'010203'"})
    yield line("bin", "msgpack-python", msgpack.packb({"raw": b"\x00\xff"}), {"raw": "h'00ff'"})
    yield line("single", "msgpack-python", msgpack.packb({"v": [1.5, 0.1]}, use_single_float=True),
               {"v": [1.5, 0.1]})
    yield from node(folder, "msgpack")


PROTO = """
syntax = "proto2";
message Point { optional sint32 x = 1; optional sint32 y = 2; }
message Order {
  optional uint64 id = 1;
  optional string customer = 2;
  repeated Point path = 3;
  optional double price = 4;
  optional float weight = 5;
  optional fixed64 stamp = 6;
  optional bytes raw = 7;
  optional int64 change = 8;
  repeated int32 packed = 9 [packed = true];
  optional group Extra = 10 { optional string note = 11; }
  optional string line = 12;
}
"""
ORDER = """
id: 150 customer: "Grüße GmbH" path { x: 3 y: -4 } path { x: 5 } price: 19.5 weight: 1.25 stamp: 1795435200
raw: "\\000\\377\\001" change: -1 packed: 3 packed: 270 packed: 86942 Extra { note: "fragile" } line: "one\\ntwo"
"""
ORDER_VALUE = {"1": 150, "2": "Grüße GmbH", "3": {"1": 10}, "4": 4626181979727986688, "5": 1067450368,
               "6": 1795435200, "7": "h'00ff01'", "8": 18446744073709551615, "9": "h'038e029ea705'",
               "10": {"11": "fragile"}, "12": "one\ntwo"}


def protobuf(folder):
    proto = pathlib.Path(folder) / "order.proto"
    proto.write_text(PROTO)
    octets = subprocess.run(["protoc", f"-I{folder}", "--encode=Order", str(proto)], input=ORDER.encode(),
                            capture_output=True, check=True).stdout
    yield line("order", "protoc", octets, ORDER_VALUE)
    one = subprocess.run(["protoc", f"-I{folder}", "--encode=Order", str(proto)], input=b"id: 7 path { }",
                         capture_output=True, check=True).stdout
    yield line("empty message", "protoc", one, {"1": 7, "3": ""})


for file, make in (("cbor", cbor), ("msgpack", messagepack), ("protobuf", protobuf)):
    HERE.joinpath(file + ".jsonl").write_text("\n".join(make(sys.argv[1])) + "\n")
