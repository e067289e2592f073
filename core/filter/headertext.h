#pragma once

#include "core/filter/rowquestion.h"

namespace framescope::filter
{

/// What a row says beside its payload, as text to be looked through: a head as it is; a frame's header fields by their
/// names in a filter ("opcode text fin 1 rsv 0 masked 1 key 37fa213d length 5"), a close frame's code and reason behind
/// them; an event's kind and details. Nothing of raw rows.
/// Errors: the file cannot be read.
Result<QByteArray> headerText(const RowAsked &asked);

/// The same as octets: a head, or a frame's header as on the wire; nothing of other rows.
/// Errors: the file cannot be read.
Result<QByteArray> headerOctets(const RowAsked &asked);

} // namespace framescope::filter
