#pragma once

#include "ui/connect/optionspage.h"

class QListWidget;
class QPushButton;

namespace framescope::ui
{

/// Whom we trust: further authorities, the name to check, the oldest version, and certificates accepted by hand.
class TlsPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit TlsPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override { return m_problem; }

private:
    void addCaFiles();
    void judge();
    void showAccepted();

    QListWidget *m_caFiles;
    QLineEdit *m_serverName;
    QComboBox *m_minimum;
    QListWidget *m_acceptedList;
    QPushButton *m_forget;
    QList<net::AcceptedCertificate> m_accepted;
    QString m_problem;
};

} // namespace framescope::ui
