#pragma once

#include <QByteArray>
#include <QWidget>

class QLabel;
class QLineEdit;
class QSpinBox;

namespace framescope::ui
{

/// Writes the payload of a close frame: code and reason (RFC 6455 §5.5.1).
class CloseFields : public QWidget
{
    Q_OBJECT
public:
    explicit CloseFields(QWidget *parent = nullptr);

    QByteArray payload() const;
    /// Shows what a payload says, as far as it is one of a close frame. Emits nothing.
    void setPayload(const QByteArray &payload);

Q_SIGNALS:
    /// A person chose a code or typed a reason.
    void edited();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showName();

    QSpinBox *m_code = nullptr;
    QLabel *m_name = nullptr;
    QLineEdit *m_reason = nullptr;
};

} // namespace framescope::ui
