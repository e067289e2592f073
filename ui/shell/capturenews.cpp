#include "ui/shell/capturenews.h"

#include "ui/support/messagebar.h"

#include <QFileInfo>

namespace framescope::ui
{

namespace
{
QString writeKey() { return QStringLiteral("write"); }
QString followedKey() { return QStringLiteral("followed"); }
QString unstoredKey() { return QStringLiteral("unstored"); }
} // namespace

CaptureNews::CaptureNews(MessageBar &messages, QObject *parent) : QObject(parent), m_messages(messages) {}

void CaptureNews::setCapture(const capture::Capture *capture)
{
    m_capture = capture;
    m_inflateError.clear();
    m_followed = false;
    for (const QString &key : {writeKey(), followedKey(), unstoredKey()})
        m_messages.dismiss(key);
}

void CaptureNews::poll()
{
    if (m_capture == nullptr)
        return;
    pollFollowed();
    if (const QString error = m_capture->writeError(); !error.isEmpty())
        m_messages.post({.kind = Message::Kind::Error, .text = error, .key = writeKey()});
    if (const QString error = m_capture->inflateError(); !error.isEmpty() && error != m_inflateError) {
        m_messages.post({.kind = Message::Kind::Warning,
                         .text = error.left(1).toUpper() + error.mid(1) + u'.',
                         .key = unstoredKey()});
        m_inflateError = error;
    }
}

void CaptureNews::pollFollowed()
{
    const bool followed = m_capture->recordedElsewhere();
    if (followed == m_followed)
        return;
    m_followed = followed;
    const QString name = QFileInfo(m_capture->path()).fileName();
    m_messages.post(
        {.text = followed ? tr("Another program is recording to %1. Its rows appear here as they come; the file is "
                               "only read.")
                                .arg(name)
                          : tr("The other program has ended its recording to %1: the capture is complete.").arg(name),
         .key = followedKey()});
}

} // namespace framescope::ui
