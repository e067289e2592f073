#pragma once

#include "core/capture/capture.h"

#include <QObject>

namespace framescope::ui
{

class MessageBar;

/// Says in the message bar what befalls the capture of the window: another program records to it, octets could not be
/// stored, inflated messages could not be kept.
/// Thread: the GUI's.
class CaptureNews : public QObject
{
    Q_OBJECT
public:
    explicit CaptureNews(MessageBar &messages, QObject *parent = nullptr);

    /// nullptr for none; what was said of the one before goes. Lifetime: it outlives its being set here.
    void setCapture(const capture::Capture *capture);
    /// Looks for news; cheap enough for a few times a second.
    void poll();

Q_SIGNALS:
    /// What is recorded is wanted elsewhere, the next thing too.
    void saveRequested();
    void newCaptureRequested();

private:
    void pollFollowed();
    void pollUnstored();

    MessageBar &m_messages;
    const capture::Capture *m_capture = nullptr;
    QString m_inflateError; ///< as it was told
    bool m_followed = false;
    bool m_unstoredTold = false; ///< a person may have closed the message since
};

} // namespace framescope::ui
