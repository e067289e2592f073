#pragma once

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;

namespace framescope::ui
{

/// Asks for a row's number or a time, and says in place why one cannot be gone to.
class GoToDialog : public QDialog
{
    Q_OBJECT
public:
    /// Goes to the place that the text names; why it cannot, or an empty text.
    using Go = std::function<QString(const QString &text)>;

    GoToDialog(const QString &text, Go go, QWidget *parent = nullptr);

    QString text() const;
    void accept() override;

private:
    void fit();

    Go m_go;
    QLineEdit *m_edit;
    QLabel *m_problem;
};

} // namespace framescope::ui
