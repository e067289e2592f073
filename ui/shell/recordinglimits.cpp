#include "ui/shell/recordinglimits.h"

#include "ui/support/dialogparts.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace framescope::ui
{

namespace
{
constexpr int mostMiB = 1 << 20;
constexpr int mostMinutes = 366 * 24 * 60;
constexpr int mostFiles = 100'000;
constexpr int firstWidth = 480;

/// 0 is the special value.
QSpinBox *spinBox(const char *name, int most, const QString &unlimited, const QString &suffix = {})
{
    auto *box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(0, most);
    box->setSpecialValueText(unlimited);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

template <typename T> int clamped(T value, int most)
{
    return static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(value), std::uint64_t(most)));
}
} // namespace

RecordingLimitsDialog::RecordingLimitsDialog(const capture::RollLimits &limits, QWidget *parent)
    : QDialog(parent)
    , m_size(spinBox("limitSize", mostMiB, tr("no limit"), tr(" MiB")))
    , m_frames(spinBox("limitFrames", std::numeric_limits<int>::max(), tr("no limit")))
    , m_age(spinBox("limitAge", mostMinutes, tr("no limit"), tr(" minutes")))
    , m_keep(spinBox("limitKeep", mostFiles, tr("all")))
    , m_help(new QLabel)
{
    setObjectName(QStringLiteral("recordingLimits"));
    setWindowTitle(tr("Limits of the recording"));
    m_size->setValue(clamped(limits.maxOctets >> 20, mostMiB));
    m_frames->setValue(clamped(limits.maxFrames, std::numeric_limits<int>::max()));
    m_age->setValue(clamped(limits.maxAge.count() / 60, mostMinutes));
    m_keep->setValue(clamped(limits.keepParts, mostFiles));

    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->addRow(tr("Maximum &size per file"), m_size);
    form->addRow(tr("Maximum &frames per file"), m_frames);
    form->addRow(tr("Maximum &age per file"), m_age);
    form->addRow(tr("Files that are &kept"), m_keep);
    m_help->setObjectName(QStringLiteral("limitHelp"));
    m_help->setTextFormat(Qt::PlainText);
    m_help->setWordWrap(true);
    m_help->setProperty("part", QStringLiteral("muted"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QSpinBox *box : {m_size, m_frames, m_age, m_keep})
        connect(box, &QSpinBox::valueChanged, this, &RecordingLimitsDialog::refresh);

    auto *inside = new QVBoxLayout;
    inside->setContentsMargins(18, 14, 18, 14);
    inside->setSpacing(12);
    inside->addLayout(form);
    inside->addWidget(m_help);
    inside->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(inside, 1);
    column->addWidget(dialogFooter(buttons));
    refresh();
}

capture::RollLimits RecordingLimitsDialog::limits() const
{
    capture::RollLimits limits;
    limits.maxOctets = std::uint64_t(m_size->value()) << 20;
    limits.maxFrames = std::uint64_t(m_frames->value());
    limits.maxAge = std::chrono::minutes(m_age->value());
    limits.keepParts = unsigned(m_keep->value());
    return limits;
}

void RecordingLimitsDialog::refresh()
{
    const bool any = limits().any();
    m_keep->setEnabled(any);
    if (!any)
        m_help->setText(tr("Everything is recorded to one file."));
    else if (m_keep->value() == 0)
        m_help->setText(tr("When one of them is reached, the recording goes on in a new file, and a row says so. Save "
                           "capture as makes one file of all of them."));
    else
        m_help->setText(tr("When one of them is reached, the recording goes on in a new file, and a row says so. The "
                           "oldest file is deleted when there are more than these; its rows stay in the list without "
                           "their bytes."));
    fitDialog(this, isVisible() ? width() : firstWidth);
}

} // namespace framescope::ui
