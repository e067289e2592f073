#pragma once

#include "core/net/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QTabWidget;

namespace framescope::ui
{

class HeaderTable;

/// Everything of a connection but its URL: request headers, TLS, and what to do by itself.
/// What cannot be sent is said in place, and OK waits until it is right.
class OptionsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit OptionsDialog(const net::ConnectionSettings &settings, QWidget *parent = nullptr);

    /// As edited; the URL is the one given.
    net::ConnectionSettings settings() const;

private:
    QWidget *requestPage();
    QWidget *tlsPage();
    QWidget *behaviourPage();
    void showSettings(const net::ConnectionSettings &settings);
    void showFingerprint();
    void explainPolicy();
    void judge();
    void addCaFiles();

    net::ConnectionSettings m_given;
    QList<net::AcceptedCertificate> m_accepted;
    QTabWidget *m_tabs = nullptr;
    HeaderTable *m_headers = nullptr;
    QLineEdit *m_origin = nullptr;
    QLineEdit *m_subprotocols = nullptr;
    QListWidget *m_caFiles = nullptr;
    QPushButton *m_removeCa = nullptr;
    QLabel *m_fingerprint = nullptr;
    QPushButton *m_forget = nullptr;
    QComboBox *m_policy = nullptr;
    QLabel *m_policyHelp = nullptr;
    QCheckBox *m_answerPing = nullptr;
    QCheckBox *m_answerClose = nullptr;
    QCheckBox *m_echo = nullptr;
    QSpinBox *m_connectTimeout = nullptr;
    QSpinBox *m_handshakeTimeout = nullptr;
    QSpinBox *m_closeTimeout = nullptr;
    QLabel *m_problem = nullptr;
    QDialogButtonBox *m_buttons = nullptr;
};

} // namespace framescope::ui
