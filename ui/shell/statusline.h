#pragma once

#include "core/capture/capture.h"
#include "core/net/session.h"
#include "ui/models/connectionend.h"

#include <QStatusBar>

#include <optional>

class QLabel;
class QPushButton;

namespace framescope::ui
{

/// The status bar: state, TLS, extensions, subprotocol, RTT, totals, findings. Shows one connection, or the whole
/// capture when none is chosen.
class StatusLine : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    /// Reads the numbers afresh; cheap enough for each tick. `end` is that of the connection.
    void refresh(const capture::Capture &capture, const net::Session *session, std::optional<ConnectionId> connection,
                 const std::optional<ConnectionEnd> &end = {});

Q_SIGNALS:
    void nextFindingRequested();

private:
    QLabel *addPart(const char *name, const QString &accessibleName);
    void setState(const QString &text, const QString &sentence, const QColor &color);
    static void setPart(QLabel *label, const QString &text);

    QLabel *m_state;
    QLabel *m_tls;
    QLabel *m_extensions;
    QLabel *m_subprotocol;
    QLabel *m_rtt;
    QLabel *m_progress;
    QLabel *m_totals;
    QLabel *m_unstored;
    QPushButton *m_findings;
};

} // namespace framescope::ui
