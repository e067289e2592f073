#pragma once

#include "core/base/result.h"
#include "ui/connect/optionspage.h"

class QPlainTextEdit;
class QPushButton;

namespace framescope::ui
{

class FindingsView;

/// The handshake laboratory: any request head, judged as a server will judge it, and sent as it stands. The proposal
/// has its secrets hidden until it is taken for editing.
class LaboratoryPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit LaboratoryPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;
    QString problem() const override;
    /// What the other pages make of the request: shown while the laboratory is off, and what it begins with.
    void setProposal(const QByteArray &request);

private:
    void judge();
    void restore();
    Result<QByteArray> typed() const;

    QCheckBox *m_instead;
    QPlainTextEdit *m_edit;
    QPushButton *m_restore;
    QLabel *m_count;
    FindingsView *m_findings;
    QByteArray m_proposal;
};

} // namespace framescope::ui
