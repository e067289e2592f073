#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>

#include <vector>

class QAbstractItemModel;

namespace framescope::ui
{

/// Puts rows of a model together as text, columns between tabs. A few rows are done at once; more of them in slices
/// between the events, so that the window stays awake however many they are.
class RowCopier : public QObject
{
    Q_OBJECT
public:
    /// Rows of the model that follow each other.
    struct Span {
        int from = 0;
        int count = 0;
    };
    /// Characters that are put together at most; they take two octets each.
    static constexpr qint64 maxText = 128 * 1024 * 1024;

    explicit RowCopier(QObject *parent = nullptr);

    /// Begins anew. Lifetime: the copy is cancelled when the model is reset or goes.
    void start(QAbstractItemModel *model, std::vector<Span> rows, std::vector<int> columns);
    void cancel();
    bool isRunning() const noexcept { return m_model != nullptr; }

Q_SIGNALS:
    /// Of a copy that takes a while.
    void progress(double part);
    void finished(const QString &text, qint64 rows);
    /// The text would be too long; about so many octets.
    void refused(qint64 rows, qint64 octets);
    /// Of a copy that went on.
    void cancelled();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void end();
    void work();
    void appendRow(int row);
    qint64 expectedText() const;

    QPointer<QAbstractItemModel> m_model;
    std::vector<Span> m_rows;
    std::vector<int> m_columns;
    std::size_t m_span = 0; ///< which is copied
    int m_inSpan = 0;       ///< rows of it that are done
    qint64 m_done = 0;
    qint64 m_total = 0;
    QString m_text;
    QBasicTimer m_timer;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceProgress;
};

} // namespace framescope::ui
