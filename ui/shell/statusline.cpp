#include "ui/shell/statusline.h"

#include "core/base/elapsed.h"
#include "core/io/rowtext.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QTextDocument>

namespace framescope::ui
{

namespace
{
constexpr int wideFrom = 1200; ///< the longest parts fit side by side

QString framesText(std::uint64_t count)
{
    return count == 1 ? StatusLine::tr("1 frame") : StatusLine::tr("%1 frames").arg(numberText(count));
}

/// "↓ 3 frames, 1.2 KiB · ↑ 0 frames, 232 bytes".
QString flowText(std::uint64_t framesIn, std::uint64_t octetsIn, std::uint64_t framesOut, std::uint64_t octetsOut)
{
    return StatusLine::tr("↓ %1, %2 · ↑ %3, %4")
        .arg(framesText(framesIn), sizeText(octetsIn), framesText(framesOut), sizeText(octetsOut));
}

QString stateText(const net::Status &status, const ConnectionEnd &end)
{
    switch (status.state) {
    case net::State::Connecting:
        return StatusLine::tr("connecting");
    case net::State::Securing:
        return StatusLine::tr("TLS handshake");
    case net::State::Upgrading:
        return StatusLine::tr("opening handshake");
    case net::State::Open:
        return status.peerDone ? StatusLine::tr("open · peer done sending") : StatusLine::tr("open");
    case net::State::Closing:
        return status.peerDone ? StatusLine::tr("closing · peer done sending") : StatusLine::tr("closing");
    case net::State::Closed:
        return (end.clean ? QStringLiteral("○ ") : QString()) + warned(end);
    case net::State::Failed:
        return StatusLine::tr("failed");
    }
    return {};
}

/// Which file is looked at, and whether it grows.
QString fileText(const capture::Capture &capture)
{
    return capture.recordedElsewhere()
               ? StatusLine::tr("being recorded to %1").arg(io::visibleText(QFileInfo(capture.path()).fileName()))
               : StatusLine::tr("capture file");
}

/// The file whole, under what is to be said besides.
QString fileTip(const capture::Capture &capture, const QString &sentence)
{
    const QString file = StatusLine::tr("%1, %2").arg(io::visibleText(QDir::toNativeSeparators(capture.path())),
                                                      sizeText(capture.fileSize()));
    return sentence.isEmpty() ? file : sentence + u'\n' + file;
}

/// Style sheets are parsed anew when set: only on change.
void setSheet(QWidget *widget, const QString &sheet)
{
    if (widget->styleSheet() != sheet)
        widget->setStyleSheet(sheet);
}

std::uint64_t compressedOctets(const capture::ConnectionTotals &t) { return t.compressedIn + t.compressedOut; }
std::uint64_t inflatedOctets(const capture::ConnectionTotals &t) { return t.inflatedIn + t.inflatedOut; }

int compressedPart(const capture::ConnectionTotals &totals)
{
    return qRound(100 * double(compressedOctets(totals)) / double(inflatedOctets(totals)));
}

/// What was agreed on, and what the percentage beside it means.
QString extensionsTip(const QString &extensions, const capture::ConnectionTotals &totals)
{
    if (extensions.isEmpty() || inflatedOctets(totals) == 0)
        return extensions;
    return extensions + u'\n' +
           StatusLine::tr("Compressed messages of both directions take %1 instead of %2.")
               .arg(sizeText(compressedOctets(totals)), sizeText(inflatedOctets(totals)));
}

/// The names alone; where there is little room the one that everybody knows by its short name. The tool tip has it
/// whole. With what is left of the octets that were compressed.
QString shortExtensions(const QString &extensions, const capture::ConnectionTotals &totals, bool room)
{
    QStringList names;
    for (const QString &extension : extensions.split(u',', Qt::SkipEmptyParts))
        names << extension.section(u';', 0, 0).trimmed();
    const QString compression = QStringLiteral("permessage-deflate");
    QString shown = room ? compression : QStringLiteral("deflate");
    if (const int left = inflatedOctets(totals) > 0 ? compressedPart(totals) : 0; left > 100)
        shown = StatusLine::tr("%1, %2 % larger").arg(shown).arg(left - 100);
    else if (inflatedOctets(totals) > 0)
        shown = StatusLine::tr("%1, %2 % saved").arg(shown).arg(100 - left);
    names.replaceInStrings(compression, shown);
    return io::visibleText(names.join(QStringLiteral(", ")));
}

QColor stateColor(const net::Status &status, const ConnectionEnd &end, const Colors &colors)
{
    switch (status.state) {
    case net::State::Open:
        return status.peerDone ? colors.warning : colors.ok;
    case net::State::Failed:
        return colors.finding;
    case net::State::Closed:
        return end.clean ? colors.textMuted : colors.warning;
    default:
        return colors.warning;
    }
}
} // namespace

StatusLine::StatusLine(QWidget *parent) : QStatusBar(parent)
{
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    m_state = addPart("statusState", tr("Connection state"));
    m_tls = addPart("statusTls", tr("TLS"));
    m_extensions = addPart("statusExtensions", tr("Extensions"));
    m_subprotocol = addPart("statusSubprotocol", tr("Subprotocol"));
    m_rtt = addPart("statusRtt", tr("Round-trip time"));
    m_totals = addPart("statusTotals", tr("Totals"));
    m_unstored = addPart("statusUnstored", tr("Not stored"));
    m_progress = addPart("statusProgress", tr("Frame being received"));
    m_findings = new QPushButton(this);
    m_findings->setObjectName(QStringLiteral("statusFindings"));
    m_findings->setFlat(true);
    m_findings->setAccessibleName(tr("Errors"));
    m_findings->setProperty("part", QStringLiteral("flat"));
    m_findings->setToolTip(tr("Go to the next row with an error: a broken rule, or a failure of the network (F8)"));
    m_findings->setFocusPolicy(Qt::TabFocus);
    addPermanentWidget(m_findings);
    connect(m_findings, &QPushButton::clicked, this, &StatusLine::nextFindingRequested);
}

QLabel *StatusLine::addPart(const char *name, const QString &accessibleName)
{
    auto *label = new QLabel(this);
    label->setObjectName(QLatin1String(name));
    label->setAccessibleName(accessibleName);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("part", QStringLiteral("muted"));
    label->setContentsMargins(6, 0, 10, 0);
    label->hide();
    addWidget(label);
    return label;
}

void StatusLine::setPart(QLabel *label, const QString &text)
{
    if (label->text() == text)
        return;
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

/// What does not fit into half of the bar is in the tool tip, as a whole sentence.
void StatusLine::setState(const QString &text, const QString &sentence, const QColor &color)
{
    setSheet(m_state, color.isValid() ? QStringLiteral("color: %1").arg(color.name()) : QString());
    setPart(m_state, m_state->fontMetrics().elidedText(text, Qt::ElideRight, width() / 2));
    m_state->setToolTip(sentence.isEmpty() ? QString() : Qt::convertFromPlainText(sentence, Qt::WhiteSpaceNormal));
    m_state->setAccessibleDescription(sentence);
}

void StatusLine::refresh(const capture::Capture &capture, const net::Session *session,
                         std::optional<ConnectionId> connection, const std::optional<ConnectionEnd> &end)
{
    const Colors &colors = Colors::of(palette());
    if (session != nullptr && connection) {
        const net::Status status = session->status(*connection);
        const bool closed = status.state == net::State::Closed;
        const ConnectionEnd how = closed ? end.value_or(connectionEnd(status)) : ConnectionEnd();
        setState((closed ? QString() : QStringLiteral("● ")) + stateText(status, how),
                 closed ? how.sentence : coreText(status.reason), stateColor(status, how, colors));
        setPart(m_tls, status.tls.isEmpty() ? QString()
                       : status.tlsVerified ? tr("%1 · certificate ✓").arg(status.tls)
                                            : tr("%1 · certificate accepted by exception ▲").arg(status.tls));
        const capture::ConnectionTotals totals = capture.totals(*connection);
        setPart(m_extensions, shortExtensions(status.extensions, totals, width() >= wideFrom));
        const QString tip = extensionsTip(status.extensions, totals);
        m_extensions->setToolTip(tip.isEmpty() ? QString() : Qt::convertFromPlainText(tip, Qt::WhiteSpaceNormal));
        setSheet(m_tls, status.tlsVerified ? QString() : QStringLiteral("color: %1").arg(colors.warning.name()));
        setPart(m_subprotocol, status.subprotocol.isEmpty() ? QString() : tr("subprotocol %1").arg(status.subprotocol));
        setPart(m_rtt, status.rttNs < 0 ? QString() : tr("RTT %1").arg(lengthText(status.rttNs)));
        setPart(m_progress, status.frameDeclared == 0
                                ? QString()
                                : tr("receiving a frame: %1 of %2")
                                      .arg(sizeText(status.frameProgress), sizeText(status.frameDeclared)));
    } else {
        const ConnectionEnd how = connection ? end.value_or(ConnectionEnd()) : ConnectionEnd();
        if (session == nullptr)
            setState(fileText(capture) + (how.brief.isEmpty() ? QString() : QStringLiteral(" · ")) + warned(how),
                     fileTip(capture, how.sentence), how.clean ? QColor() : colors.warning);
        else
            setState(capture.connectionCount() == 0 ? tr("not connected") : tr("all connections"), {}, QColor());
        for (QLabel *label : {m_tls, m_extensions, m_subprotocol, m_rtt, m_progress})
            setPart(label, QString());
    }

    capture::ConnectionTotals totals;
    const auto add = [&](ConnectionId id) {
        const capture::ConnectionTotals t = capture.totals(id);
        totals.framesIn += t.framesIn;
        totals.framesOut += t.framesOut;
        totals.octetsIn += t.octetsIn;
        totals.octetsOut += t.octetsOut;
        totals.findings += t.findings;
    };
    if (connection) {
        add(*connection);
    } else {
        for (std::uint32_t i = 0; i < capture.connectionCount(); ++i)
            add(ConnectionId(i));
    }
    const QString flow = flowText(totals.framesIn, totals.octetsIn, totals.framesOut, totals.octetsOut);
    setPart(m_totals, capture.rowCount() == 0 ? QString()
                      : connection            ? tr("%1 with the handshake").arg(flow)
                                              : tr("%1 with handshakes").arg(flow));
    const auto unstored = capture.unstored();
    const capture::Unstored::Counts lost = unstored ? unstored->total : capture::Unstored::Counts();
    setPart(m_unstored,
            !unstored
                ? QString()
                : tr("▲ not stored: %1").arg(flowText(lost.framesIn, lost.octetsIn, lost.framesOut, lost.octetsOut)));
    setSheet(m_unstored, QStringLiteral("color: %1").arg(colors.finding.name()));
    // Broken rules and failures of the network alike.
    const QString findings = totals.findings == 0   ? QString()
                             : totals.findings == 1 ? tr("▲ 1 error")
                                                    : tr("▲ %1 errors").arg(numberText(totals.findings));
    if (m_findings->text() != findings) {
        m_findings->setText(findings);
        m_findings->setAccessibleName(findings.isEmpty() ? tr("Errors") : findings);
    }
    m_findings->setVisible(!findings.isEmpty());
    setSheet(m_findings, QStringLiteral("color: %1; border: none; padding: 2px 8px;").arg(colors.finding.name()));
}

} // namespace framescope::ui
