#pragma once

#include <QString>

namespace framescope::ui
{

class RowPayload;

/// What a person must know of the octets that are shown (they are compressed, cut, not all there); often nothing.
/// `wire`: the view shows the octets as they were sent.
QString payloadNote(const RowPayload &payload, bool wire);

} // namespace framescope::ui
