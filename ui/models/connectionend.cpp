#include "ui/models/connectionend.h"

#include "core/capture/capturereader.h"
#include "core/decode/utf8.h"
#include "core/net/failuretext.h"
#include "core/net/framewatch.h"
#include "core/net/session.h"
#include "core/ws/closecode.h"
#include "core/ws/role.h"
#include "ui/support/coretext.h"
#include "ui/support/visibleline.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct End {
    Q_DECLARE_TR_FUNCTIONS(ConnectionEnd)
};

constexpr std::uint64_t maxControl = 125; ///< RFC 6455 §5.5: payload octets of a control frame
constexpr qsizetype briefReason = 40;     ///< characters of the reason that are said beside the code
const QString separator = QStringLiteral(" · ");

struct Close {
    Direction by{};
    std::optional<std::uint16_t> code; ///< nothing when its octets are not there any more
    QByteArray reason;
    bool illegal = false; ///< a code that no close frame may have
};

Close closeAt(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row)
{
    Close close;
    close.by = capture.row(row).direction();
    const auto payload = reader.payload(row, 0, maxControl);
    if (!payload)
        return close;
    close.code = ws::closeCodeOf(byteView(*payload));
    if (payload->size() >= 2) {
        close.reason = payload->mid(2);
        close.illegal = !ws::maySendCloseCode(*close.code);
    }
    return close;
}

QString closedText(Direction by, EndSides sides, ws::Role ourRole)
{
    if (sides == EndSides::UsAndPeer)
        return by == Direction::Out ? End::tr("closed by us") : End::tr("closed by peer");
    return ws::senderOf(by, ourRole) == ws::Role::Client ? End::tr("closed by client") : End::tr("closed by server");
}

bool isReset(const capture::RowRecord &row)
{
    return row.kind() == capture::RowKind::Event && row.first == static_cast<std::uint8_t>(capture::EventKind::Reset);
}

/// RFC 6455 §7.4.1: these, and a close frame without a code, say that all was well.
bool tellsOfNoTrouble(std::uint16_t code)
{
    return code == ws::closecode::normal || code == ws::closecode::goingAway || code == ws::closecode::noStatus;
}
} // namespace

QString closeCodeText(std::uint16_t code)
{
    return QStringLiteral("%1 %2").arg(QString::number(code), coreText(ws::closeCodeName(code)));
}

QString warned(const ConnectionEnd &end) { return end.clean ? end.brief : QStringLiteral("▲ ") + end.brief; }

std::optional<ConnectionEnd> connectionEnd(const capture::Capture &capture, capture::CaptureReader &reader,
                                           ConnectionId id, EndSides sides)
{
    const capture::Ending ending = capture.ending(id);
    const auto &[sent, received] = ending.closeFrames;
    if (!ending.opened || (!ending.end && !sent && !received))
        return {};
    const ws::Role ourRole = capture.facts(id).ourRole;
    const auto wordOf = [&](Direction by) { return net::peerWord(ws::peerOf(ws::senderOf(by, ourRole))); };
    const bool reset = ending.end && isReset(capture.row(*ending.end));
    const QString resetText = reset ? separator + End::tr("reset") : QString();
    if (ending.withoutClose) {
        // RFC 6455 §7.1.5: 1006 when no close frame came.
        const Direction by = capture.row(*ending.end).direction();
        return ConnectionEnd{closedText(by, sides, ourRole) + separator + closeCodeText(ws::closecode::abnormal) +
                                 (reset ? resetText : separator + End::tr("no close frame")),
                             coreText(net::tcpEndSentence(wordOf(by), reset, {})), false};
    }
    if (!sent && !received)
        return ConnectionEnd{End::tr("closed") + resetText, {}, !reset}; // an earlier file has the close frame
    const RowIndex first = sent && received ? std::min(*sent, *received) : sent ? *sent : *received;
    const Close close = closeAt(capture, reader, first);
    const QString closed = closedText(close.by, sides, ourRole);
    if (!close.code)
        return ConnectionEnd{closed + resetText, {}, !reset};
    const bool byUs = sides == EndSides::UsAndPeer && close.by == Direction::Out;
    ConnectionEnd end;
    end.brief = closed + separator +
                (close.illegal ? End::tr("illegal code %1").arg(*close.code) : closeCodeText(*close.code)) + resetText;
    if (!close.reason.isEmpty())
        end.brief += separator + visibleLine(decode::utf8Text(close.reason), briefReason);
    end.sentence = coreText(net::closeSentence(byUs ? QString() : wordOf(close.by), *close.code, close.reason));
    const bool wrong = capture.row(first).severity() == ws::Severity::Error; // a code of 1005 that was sent, say
    end.clean = !reset && !wrong && tellsOfNoTrouble(*close.code);
    return end;
}

ConnectionEnd connectionEnd(const net::Status &status)
{
    if (status.opened == Timestamp() && status.closeCode == 0) {
        const QString why = status.reason.isEmpty() ? QString() : separator + coreText(status.reason);
        return {End::tr("closed") + why, coreText(status.reason), true}; // before it was open: from here
    }
    const std::uint16_t code = status.closeCode != 0 ? status.closeCode : ws::closecode::abnormal;
    const QString why =
        status.closeCode != 0 || status.reason.isEmpty() ? QString() : separator + coreText(status.reason);
    return {End::tr("closed") + separator + closeCodeText(code) + why, coreText(status.reason), tellsOfNoTrouble(code)};
}

} // namespace framescope::ui
