#pragma once

#include "app/commandline.h"
#include "app/rowprinter.h"
#include "app/stopsignal.h"
#include "app/unstoredreport.h"
#include "core/base/clock.h"
#include "core/net/session.h"

#include <QObject>
#include <QTimer>

namespace framescope::app
{

/// One connection from the command line, from opening to its end: what the modes capture and echo share.
class ClientRun : public QObject
{
    Q_OBJECT
public:
    /// `printer` may be null: then nothing is printed. Lifetime: all outlive the run.
    ClientRun(const CommandLine &line, capture::Capture &capture, RowPrinter *printer);

    /// Opens the connection and runs the event loop to its end. Gives the exit code.
    int exec();

private:
    void look();
    void lookOnce();
    void sendAll();
    /// Ends the connection in order where it is open, else at once.
    void stop();
    void finish(const net::Status &status);
    /// The connection is over: true when another one follows it, or is going to.
    bool goesOn(const net::Status &status);

    const CommandLine &m_line;
    capture::Capture &m_capture;
    RowPrinter *m_printer;
    UnstoredReport m_unstored;
    SystemClock m_clock;
    StopSignal m_stopSignal;
    QTimer m_timer;
    net::ConnectionSettings m_settings;
    net::Session m_session;
    ConnectionId m_id;
    QString m_failure;   ///< ours; the connection's own reason is in its status
    int m_redirects = 0; ///< followed
    bool m_opened = false;
    bool m_inflateTold = false;
    bool m_stopping = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_finished = false;
    int m_exitCode = 0;
};

} // namespace framescope::app
