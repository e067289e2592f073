#pragma once

#include <QDialog>
#include <QStringList>

class QTextBrowser;

namespace framescope::ui
{

/// The small window that F1 opens: explanations of what has the focus, with their RFC sections. It stands beside the
/// main window and does not stop it; Esc closes it.
class ExplainPanel : public QDialog
{
    Q_OBJECT
public:
    explicit ExplainPanel(QWidget *parent = nullptr);

    /// Shows the explanations of these keys, and the panel.
    void showKeys(const QStringList &keys);
    QStringList keys() const { return m_keys; }
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();

    QStringList m_keys;
    QTextBrowser *m_page;
};

} // namespace framescope::ui
