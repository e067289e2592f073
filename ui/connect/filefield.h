#pragma once

#include <QWidget>

class QLineEdit;

namespace framescope::ui
{

/// A path that can be typed or chosen; says what is wrong with it.
class FileField : public QWidget
{
    Q_OBJECT
public:
    /// `name` becomes the object name of the field, and with "Choose" after it that of the button.
    FileField(const QString &name, const QString &accessible, const QString &placeholder, const QString &filter,
              QWidget *parent = nullptr);

    QString path() const;
    void setPath(const QString &path);
    /// Empty when there is no path or a file that can be read.
    QString problem() const;

Q_SIGNALS:
    void changed();

private:
    void choose();

    QLineEdit *m_edit;
    QString m_title;
    QString m_filter;
};

} // namespace framescope::ui
