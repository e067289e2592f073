#pragma once

#include <QLineEdit>

class QAction;

namespace framescope::ui
{

/// A field for a password or token: masked until its eye is pressed (also with Ctrl+R), masked again on another text.
class SecretEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit SecretEdit(QWidget *parent = nullptr);

    bool isRevealed() const { return echoMode() == QLineEdit::Normal; }
    void setRevealed(bool revealed);
    /// Shows another secret, masked.
    void setSecret(const QString &secret);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showEye();

    QAction *m_eye;
};

} // namespace framescope::ui
