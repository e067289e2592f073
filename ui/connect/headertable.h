#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QWidget>

class QPushButton;
class QTableWidget;

namespace framescope::ui
{

/// Request headers as rows of name and value. Rows with neither do not count.
class HeaderTable : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderTable(QWidget *parent = nullptr);

    QList<QPair<QByteArray, QByteArray>> headers() const;
    void setHeaders(const QList<QPair<QByteArray, QByteArray>> &headers);
    /// Empty when every row can stand in a request head, else which cannot and why.
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addRow(const QString &name, const QString &value);
    void removeSelected();
    void judge();
    QString text(int row, int column) const;

    QTableWidget *m_table = nullptr;
    QPushButton *m_remove = nullptr;
    QString m_problem;
};

} // namespace framescope::ui
