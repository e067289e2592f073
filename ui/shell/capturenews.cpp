#include "ui/shell/capturenews.h"

#include "ui/support/coretext.h"
#include "ui/support/messagebar.h"
#include "ui/support/numbertext.h"

#include <QFileInfo>
#include <QStringList>

namespace framescope::ui
{

namespace
{
QString writeKey() { return QStringLiteral("write"); }
QString followedKey() { return QStringLiteral("followed"); }
QString unstoredKey() { return QStringLiteral("unstored"); }

QString framesText(std::uint64_t frames)
{
    return frames == 1 ? CaptureNews::tr("1 frame") : CaptureNews::tr("%1 frames").arg(numberText(frames));
}

QString countsText(const capture::Unstored::Counts &counts)
{
    return CaptureNews::tr("received %1 (%2), sent %3 (%4)")
        .arg(framesText(counts.framesIn), bytesText(counts.octetsIn), framesText(counts.framesOut),
             bytesText(counts.octetsOut));
}
} // namespace

CaptureNews::CaptureNews(MessageBar &messages, QObject *parent) : QObject(parent), m_messages(messages) {}

void CaptureNews::setCapture(const capture::Capture *capture)
{
    m_capture = capture;
    m_inflateError.clear();
    m_followed = false;
    m_unstoredTold = false;
    for (const QString &key : {writeKey(), followedKey(), unstoredKey()})
        m_messages.dismiss(key);
}

void CaptureNews::poll()
{
    if (m_capture == nullptr)
        return;
    pollFollowed();
    pollUnstored();
    if (const QString error = m_capture->inflateError(); !error.isEmpty() && error != m_inflateError) {
        m_messages.post({.kind = Message::Kind::Warning,
                         .text = coreText(error.left(1).toUpper() + error.mid(1) + u'.'),
                         .key = unstoredKey()});
        m_inflateError = error;
    }
}

void CaptureNews::pollUnstored()
{
    const auto unstored = m_capture->unstored();
    if (!unstored)
        return;
    const QString text =
        tr("Recording has stopped: %1. Not stored from row %2 (%3) on: %4. Connections go on; what they carry is "
           "counted here and in the status bar.")
            .arg(coreText(unstored->reason), numberText(unstored->firstRow.value() + 1), toRfc3339(unstored->since),
                 countsText(unstored->total));
    QStringList lines;
    for (const capture::Unstored::Connection &connection : unstored->connections)
        lines += tr("connection %1: %2").arg(connection.id.value() + 1).arg(countsText(connection));
    if (lines.isEmpty())
        lines += tr("Nothing has gone by since.");
    const QString details = lines.join(u'\n');
    // Who closed the message does not want it again with the next frame.
    if (m_messages.reword(writeKey(), text, details) || m_unstoredTold)
        return;
    m_unstoredTold = true;
    m_messages.post({.kind = Message::Kind::Error,
                     .text = text,
                     .details = details,
                     .key = writeKey(),
                     .actions = {{tr("Save what was recorded…"), [this] { Q_EMIT saveRequested(); }, false},
                                 {tr("New capture"), [this] { Q_EMIT newCaptureRequested(); }, false}}});
}

void CaptureNews::pollFollowed()
{
    const bool followed = m_capture->recordedElsewhere();
    if (followed == m_followed)
        return;
    m_followed = followed;
    const QString name = QFileInfo(m_capture->path()).fileName();
    // Why it ends early is said by who loaded it.
    if (!followed && !m_capture->loadError().isEmpty()) {
        m_messages.dismiss(followedKey());
        return;
    }
    QString text;
    if (followed)
        text = tr("Another program is recording to %1. Its rows appear here as they come; the file is only read.")
                   .arg(name);
    else if (const QString note = m_capture->loadNote(); note.isEmpty())
        text = tr("The other program has ended its recording to %1: the capture is complete.").arg(name);
    else
        text = tr("The other program has ended its recording to %1: %2.").arg(name, coreText(note));
    m_messages.post({.text = text, .key = followedKey()});
}

} // namespace framescope::ui
