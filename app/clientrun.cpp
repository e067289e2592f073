#include "app/clientrun.h"

#include "app/clientsettings.h"
#include "app/report.h"
#include "core/net/cookies.h"
#include "core/net/redirect.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace framescope::app
{

ClientRun::ClientRun(const CommandLine &line, capture::Capture &capture, RowPrinter *printer)
    : m_line(line)
    , m_capture(capture)
    , m_printer(printer)
    , m_unstored(capture, printer, line.json)
    , m_session(capture, net::Session::Threading::CallersThread, m_clock)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_session, &net::Session::changed, this, &ClientRun::look);
    connect(&m_stopSignal, &StopSignal::requested, this, [this] {
        if (m_stopping) // the end was asked for before, and somebody does not want to wait for it
            m_session.abort(m_id);
        else
            stop();
    });
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_opened)
            m_failure = QStringLiteral("the connection was not open when the time given with --for was over");
        stop();
    });
}

int ClientRun::exec()
{
    if (m_line.duration) {
        // A QTimer holds 24 days; who asks for more will not miss the rest.
        m_timer.setInterval(std::min(*m_line.duration, std::chrono::milliseconds(std::numeric_limits<int>::max())));
        m_timer.start();
    }
    const auto settings = clientSettings(m_line);
    if (!settings) {
        reportError(settings.error().message);
        return ExitFailed;
    }
    m_settings = *settings;
    if (!m_settings.cookieProfile.isEmpty())
        m_session.setCookieStore(std::make_shared<net::CookieStore>(cookieFolder()));
    m_id = m_session.open(m_settings);
    look();
    QEventLoop loop;
    while (!m_finished)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return m_exitCode;
}

void ClientRun::look()
{
    // Sending and closing change the session, and bring us here again from inside.
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    do {
        m_lookAgain = false;
        lookOnce();
    } while (m_lookAgain && !m_finished);
    m_looking = false;
}

void ClientRun::lookOnce()
{
    if (m_finished)
        return;
    const net::Status status = m_session.status(m_id);
    if (status.state == net::State::Open && !m_opened) {
        m_opened = true;
        sendAll();
    }
    if (m_printer) {
        switch (m_printer->printSome()) {
        case RowPrinter::Output::Open:
            if (m_printer->hasMore()) // the sockets come first
                QMetaObject::invokeMethod(this, &ClientRun::look, Qt::QueuedConnection);
            break;
        case RowPrinter::Output::Failed:
            m_failure = m_printer->error();
            [[fallthrough]];
        case RowPrinter::Output::Gone:
        case RowPrinter::Output::Enough:
            stop();
            break;
        }
    }
    if (!m_inflateTold && !m_capture.inflateError().isEmpty()) {
        m_inflateTold = true;
        reportError(m_capture.inflateError());
    }
    // The connection outlives its recording, and ends where it was asked to: what is only counted counts too.
    const std::uint64_t unprinted = m_unstored.poll();
    if (unprinted > 0 && m_printer && m_line.count && m_printer->received() + unprinted >= *m_line.count)
        stop();
    // Failed is said first; then what was queued, the close frame as well, is still sent.
    const net::Status now = m_session.status(m_id);
    if (now.ended != Timestamp() && !goesOn(now))
        finish(now);
}

bool ClientRun::goesOn(const net::Status &status)
{
    if (m_stopping)
        return false;
    if (status.retriedAs) {
        m_id = *status.retriedAs;
        m_opened = false;
        m_lookAgain = true;
        return true;
    }
    if (!status.redirectUrl.isEmpty() && m_redirects < m_line.followRedirects) {
        ++m_redirects;
        QStringList dropped;
        m_settings = net::redirected(m_settings, status.redirectUrl, &dropped);
        QString text = QStringLiteral("following the redirect to %1").arg(status.redirectUrl);
        if (!dropped.isEmpty())
            text += QStringLiteral(", without: %1").arg(dropped.join(QStringLiteral(", ")));
        reportError(text);
        m_id = m_session.open(m_settings);
        return true;
    }
    return m_settings.reconnect.enabled && status.retryAt;
}

void ClientRun::sendAll()
{
    for (const Send &send : m_line.sends) {
        if (send.message)
            m_session.sendMessage(m_id, send.frame.opcode, send.frame.payload);
        else
            m_session.send(m_id, craft::toWire(send.frame));
    }
}

void ClientRun::stop()
{
    if (m_stopping)
        return;
    m_stopping = true;
    const net::State state = m_session.status(m_id).state;
    if (state == net::State::Open || (state == net::State::Closing && !m_settings.answerClose))
        m_session.close(m_id);
    else if (state < net::State::Open)
        m_session.abort(m_id);
    look();
}

void ClientRun::finish(const net::Status &status)
{
    m_finished = true;
    if (m_printer)
        m_printer->printNew();
    if (!m_unstored.finish())
        m_exitCode = ExitFailed;
    QString reason = m_failure;
    // Who asked for the end gets it, however the peer took it.
    if (reason.isEmpty() && status.state == net::State::Failed && !m_stopping)
        reason = status.reason.isEmpty() ? QStringLiteral("the connection failed") : status.reason;
    if (reason.isEmpty())
        return;
    reportError(reason);
    m_exitCode = ExitFailed;
}

} // namespace framescope::app
