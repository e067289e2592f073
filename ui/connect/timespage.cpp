#include "ui/connect/timespage.h"

#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include "moc_timespage.cpp"

namespace framescope::ui
{

namespace
{
constexpr int longest = 3'600'000;
}

TimesPage::TimesPage(QWidget *parent)
    : OptionsPage(tr("Time limits"), tr("How long to wait for each step. The one that ran out is named."), parent)
    , m_connect(spinBox("optionsConnectTimeout", tr("Give up connecting after"), 1, longest, tr(" ms")))
    , m_tls(spinBox("optionsTlsTimeout", tr("Give up the TLS handshake after"), 1, longest, tr(" ms")))
    , m_handshake(spinBox("optionsHandshakeTimeout", tr("Give up the upgrade after"), 1, longest, tr(" ms")))
    , m_close(spinBox("optionsCloseTimeout", tr("Give up closing after"), 1, longest, tr(" ms")))
{
    QFormLayout *form = addForm();
    form->addRow(tr("&Connecting"), m_connect);
    form->addRow(QString(), helpLabel("optionsConnectHelp", tr("Name lookup, TCP, and the tunnel of a proxy.")));
    form->addRow(tr("&TLS handshake"), m_tls);
    form->addRow(tr("&Upgrade"), m_handshake);
    form->addRow(QString(), helpLabel("optionsHandshakeHelp", tr("The whole answer to the request, whatever trickles "
                                                                 "in.")));
    form->addRow(tr("C&losing"), m_close);
    form->addRow(QString(), helpLabel("optionsCloseHelp", tr("The peer's close frame, then the end of its stream.")));
    column()->addStretch(1);
}

void TimesPage::showSettings(const net::ConnectionSettings &settings)
{
    m_connect->setValue(int(settings.connectTimeout.count()));
    m_tls->setValue(int(settings.tlsTimeout.count()));
    m_handshake->setValue(int(settings.handshakeTimeout.count()));
    m_close->setValue(int(settings.closeTimeout.count()));
}

void TimesPage::store(net::ConnectionSettings &settings) const
{
    settings.connectTimeout = std::chrono::milliseconds(m_connect->value());
    settings.tlsTimeout = std::chrono::milliseconds(m_tls->value());
    settings.handshakeTimeout = std::chrono::milliseconds(m_handshake->value());
    settings.closeTimeout = std::chrono::milliseconds(m_close->value());
}

} // namespace framescope::ui
