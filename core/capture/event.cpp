#include "core/capture/event.h"

#include <array>

namespace framescope::capture
{

namespace
{
constexpr std::array<std::u16string_view, 8> names = {u"connected", u"secured", u"finished", u"reset",
                                                      u"failed",    u"closed",  u"stalled",  u"note"};
} // namespace

QString eventName(EventKind kind)
{
    const auto i = static_cast<std::size_t>(kind);
    const std::u16string_view name = i < names.size() ? names[i] : names.back();
    return QString(reinterpret_cast<const QChar *>(name.data()), static_cast<qsizetype>(name.size()));
}

EventKind eventKind(QStringView name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (name == names[i])
            return static_cast<EventKind>(i);
    }
    return EventKind::Note;
}

} // namespace framescope::capture
