#include "ui/frametable/rowcopier.h"

#include <QAbstractItemModel>
#include <QTimerEvent>

#include <utility>

namespace framescope::ui
{

namespace
{
constexpr qint64 sliceMs = 12; // a frame of the screen has 16
constexpr qint64 silentMs = 150;
constexpr qint64 progressMs = 100;
/// Rows that tell how long the text will be.
constexpr qint64 sampleRows = 1000;
} // namespace

RowCopier::RowCopier(QObject *parent) : QObject(parent) {}

void RowCopier::start(QAbstractItemModel *model, std::vector<Span> rows, std::vector<int> columns)
{
    end();
    m_rows = std::move(rows);
    m_columns = std::move(columns);
    m_span = 0;
    m_inSpan = 0;
    m_done = 0;
    m_total = 0;
    for (const Span &span : m_rows)
        m_total += span.count;
    if (model == nullptr || m_total == 0)
        return;
    m_model = model;
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &RowCopier::cancel);
    connect(model, &QObject::destroyed, this, &RowCopier::cancel);
    m_sinceStart.start();
    m_sinceProgress.start();
    work();
    if (isRunning())
        m_timer.start(0, this);
}

void RowCopier::cancel()
{
    const bool goesOn = m_timer.isActive();
    end();
    if (goesOn)
        Q_EMIT cancelled();
}

void RowCopier::end()
{
    m_timer.stop();
    if (m_model != nullptr)
        m_model->disconnect(this);
    m_model = nullptr;
    m_text = QString();
}

void RowCopier::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    work();
    if (!isRunning() || m_sinceStart.elapsed() < silentMs || m_sinceProgress.elapsed() < progressMs)
        return;
    m_sinceProgress.start();
    Q_EMIT progress(double(m_done) / double(m_total));
}

/// Characters of the whole, by those of the rows that are done.
qint64 RowCopier::expectedText() const { return m_text.size() / m_done * m_total; }

void RowCopier::work()
{
    QElapsedTimer slice;
    slice.start();
    while (m_done < m_total && slice.elapsed() < sliceMs) {
        const Span &span = m_rows[m_span];
        appendRow(span.from + m_inSpan);
        ++m_done;
        if (++m_inSpan == span.count) {
            ++m_span;
            m_inSpan = 0;
        }
        // The first rows may be shorter than the others: only a clear excess is told by them.
        const bool longer = m_text.size() > maxText || (m_done == sampleRows && expectedText() / 2 > maxText);
        if (!longer)
            continue;
        const qint64 octets = expectedText() * 2;
        end();
        Q_EMIT refused(m_total, octets);
        return;
    }
    if (m_done < m_total)
        return;
    const QString text = std::exchange(m_text, QString());
    end();
    Q_EMIT finished(text, m_total);
}

void RowCopier::appendRow(int row)
{
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        QString cell = m_model->index(row, m_columns[i]).data().toString();
        cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
        if (i > 0)
            m_text += QLatin1Char('\t');
        m_text += cell;
    }
    m_text += QLatin1Char('\n');
}

} // namespace framescope::ui
