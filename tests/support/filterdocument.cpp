#include "tests/support/filterdocument.h"

#include "core/filter/language/field.h"

#include <QList>

namespace framescope::test
{

namespace
{
using filter::Field;

constexpr char introduction[] = R"(# The display filter

A filter chooses rows. `framescope read FILE --filter FILTER` and `framescope capture URL --filter FILTER` print those
that it holds for; nothing is lost, a capture holds all rows whatever the filter is. `framescope read --fields` lists the
fields; in the window Ctrl+Space lists what fits where the cursor stands.

    opcode == text and length > 1 KiB
    finding or close.code != 1000
    json.$.type == "order" and dir == out
    payload[0:2] == 1f8b
    time > 1.5 s and time < 2 s and not (opcode in {ping, pong})

## How it is written

| written | holds for rows |
|---|---|
| `field` | that have the field; of a flag: where it is set; of `severity`: that have a finding |
| `field == value` | with this value; also `!=` `<` `<=` `>` `>=`, or `eq` `ne` `lt` `le` `gt` `ge` |
| `field contains value` | whose bytes or text have the value in them, upper and lower case told apart |
| `field matches "regex"` | whose text a regular expression of Perl matches; also `~`. Without regard to case; `(?-i)` changes that |
| `field in {a, b, c..d}` | with one of the values, or one from `c` to `d` |
| `field not in {a, b}` | the same as `not (field in {a, b})` |
| `not a`, `a and b`, `a or b` | also `!`, `&&`, `\|\|`; `not` binds more than `and`, `and` more than `or`; parentheses group |

A list may have ranges: `time in {23:59..00:01}` goes over midnight.

A row that lacks a field passes no comparison with it, `!=` included: `fin != 1` means frames that are not final, and
`not fin` all rows that are no final frames. Where a field has several values, one has to pass; with `!=` all of them.

Bytes may be cut: `payload[0:4]` begins at 0 and has 4, `payload[8]` is one, `payload[4:]` goes on to the end,
`payload[-2:]` begins 2 before the end, `payload[4-7]` has the first and the last. What is not all there passes nothing. Rows
without bytes, as an empty frame, have neither `payload` nor `text`; an empty frame that ends a message has those of the
message.

| value | is written |
|---|---|
| number | `17`, `0x11` |
| number of bytes | the same, or with a unit: `64 KiB`, `1.5MiB`, `70 kB`; `K`, `M` and `G` are KiB, MiB and GiB |
| duration | `200 ms`, `1.5 s`, `3 us`, `2 min`; seconds without a unit |
| time | a duration since the first row; a time of day, `12:01` (all of that minute), `12:01:03.5`; a date, `2026-11-23` (all of that day); a date and time, `2026-11-23 12:01:03` (all of that second), also with `T` between them or in quotes; with `Z` or `+08:00` behind it in that zone, else by the clock on the wall |
| flag | `1`, `0`, `true`, `false` |
| bytes | `7b22`, `7b:22`, or a string |
| string | `"in quotes"` or `'in these'` with `\"` `\'` `\\` `\n` `\r` `\t` `\0` `\x1f` `\u00e9`, or `r"\d+"`, in which a backslash is one; behind `matches` the escapes of regular expressions stay, also `\x1f` and `\0`, which mean characters there; a single word needs no quotes |
| value in JSON | a number, `true`, `false`, `null` or a string. A number without quotes is compared with numbers by value, and with strings that are written so |

In one row at most 16 MiB are looked at, and a regular expression that would run for long is ended. Such rows do not
pass, with `not` before it neither; how many they are is told. Rows whose file a rolling recording has dropped pass no
question about their bytes, with `not` before it neither; these are not counted.

## Messages in several frames

`payload`, its parts and `text` are those of each frame; on the last frame of a message also those of the whole message,
so that what lies across the border of two frames is found there. `json`, `decoder`, `decoded` and what decoders name are told
on the last frame alone.

## Coming from Wireshark

Most filters on `websocket.*` mean here what they mean there. What differs:

- A row is a frame, a head, an event or bytes outside any frame, not a packet: `frame.number` counts rows, and
  `frame.len` is header and payload of one frame without the headers of IP and TCP.
- `conn` counts from 1, `tcp.stream` from 0.
- `websocket.payload_length` is the length itself, whatever form it is written in; `form` is 7, 16 or 64.
- A flag alone, as in `websocket.mask`, asks for 1; Wireshark asks whether the field is there.
- `address` is Wireshark's `ip.addr` and `tcp.port` at once. Of HTTP there are `url` and `status`; the rest of a head is
  found with `kind == request and text contains "..."`.
- A value in JSON is asked for by its path, `json.$.user.id`, not with `json.value.string`.
- `delta` is the time since the row before in the capture; the column in the window that since the row shown before.
- There are no functions, no operators on bits and no macros.

## Fields

)";

QByteArray typeWord(const Field &field)
{
    QByteArray words;
    for (const filter::FieldWord &each : field.words)
        words += (words.isEmpty() ? "`" : ", `") + QByteArray(each.word) + '`';
    return words.isEmpty() ? QByteArray(filter::typeName(field.type)) : words;
}
} // namespace

QByteArray filterDocument()
{
    QByteArray text = introduction;
    text += "| field | value | what it is | example |\n|---|---|---|---|\n";
    for (const Field &each : filter::fields()) {
        QByteArray names = '`' + QByteArray(each.name) + '`';
        for (const QByteArray &alias : QByteArray(each.aliases).split(' ')) {
            if (!alias.isEmpty())
                names += ", `" + alias + '`';
        }
        text += "| " + names + " | " + typeWord(each) + " | " + each.meaning + " | `" + each.example + "` |\n";
    }
    return text;
}

} // namespace framescope::test
